/** What must be shown as text wherever somebody else wrote it. Each sets `window.hit` where it runs. */
export const MARKUP = [
  '<script>window.hit = "script"</script>',
  '<img src=x onerror="window.hit = 1">',
  '"><svg onload=window.hit=2>',
  "javascript:window.hit=3",
  "{{constructor.constructor('window.hit=4')()}}",
];
