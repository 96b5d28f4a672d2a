require "openssl"

# True when the delivery is genuine and not older than five minutes. `headers` has lower-case names, `body` is the raw
# body (a String) as it arrived, `secret` is the endpoint's, "whsec_…".
def verify(secret, headers, body, now_sec = Time.now.to_i)
  id, timestamp, signatures = headers.values_at("webhook-id", "webhook-timestamp", "webhook-signature")
  return false if id.to_s.empty? || signatures.nil? || !timestamp.to_s.match?(/\A\d{1,12}\z/)
  return false if (now_sec - timestamp.to_i).abs > 300

  key = secret.delete_prefix("whsec_").unpack1("m0")
  mac = OpenSSL::HMAC.new(key, "SHA256")
  mac << "#{id}.#{timestamp}." << body
  expected = "v1,#{[mac.digest].pack("m0")}"
  signatures.split(" ").any? { |one| OpenSSL.secure_compare(one, expected) }
end
