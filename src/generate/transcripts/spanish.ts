import { assistant, type Dialogue, type LanguageText, tool, user } from "../dialogue.ts";

const booking: Dialogue = {
  purpose: "booking",
  company: "Clínica Alameda",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Gracias por llamar a {company}. ¿En qué puedo ayudarle?"),
    user("Buenas, quisiera pedir una cita para el {day}."),
    assistant("Con mucho gusto. ¿Prefiere por la mañana o por la tarde?"),
    user("Lo más tarde posible, porque salgo del trabajo a las cinco."),
    tool("find_slot", { day: "{day}" }, { slots: ["17:00", "{time}"] }),
    assistant("El {day} tengo un hueco a las {time}. ¿Le viene bien?"),
    user("Sí, perfecto. A nombre de {name}."),
    tool("book_slot", { day: "{day}", time: "{time}", name: "{name}" }, { booking: "{order}", status: "confirmed" }),
    assistant("Listo, {name}: el {day} a las {time}, en {street}. Le enviaré un mensaje para recordárselo."),
    user("Muchas gracias. Hasta luego."),
  ],
};

const support: Dialogue = {
  purpose: "support",
  company: "Banco Mirasol",
  direction: "inbound",
  outcome: "resolved",
  lines: [
    assistant("Hola, soy el asistente virtual de {company}. Cuénteme, ¿qué ocurre?"),
    user("Hola. No puedo entrar en mi cuenta, dice que la contraseña no es correcta."),
    assistant("Entiendo. Vamos a solucionarlo. ¿Me dice los cuatro últimos dígitos de su teléfono?"),
    user("Sí: {digits}."),
    tool("find_account", { last_digits: "{digits}" }, { name: "{name}", locked: true, failed_attempts: 5 }),
    assistant("Gracias, {name}. Veo que la cuenta se bloqueó después de cinco intentos."),
    user("Es que mi hijo estuvo jugando con el móvil."),
    assistant("No se preocupe, pasa a menudo. Le mando ahora un enlace para poner una contraseña nueva."),
    tool("send_reset_link", { account: "{digits}" }, { status: "sent" }),
    user("Ya me llegó. A ver… Me pide un código."),
    assistant("El código está en el mismo mensaje, justo debajo del enlace. Son seis cifras."),
    user("Ah, sí, ya lo veo. Listo, ya puedo entrar."),
    assistant("¡Estupendo! ¿Puedo ayudarle en algo más?"),
    user("No, nada más. Ha sido muy amable."),
  ],
};

const billing: Dialogue = {
  purpose: "billing",
  company: "Telered",
  direction: "inbound",
  outcome: "transfer",
  lines: [
    assistant("Departamento de facturación de {company}, dígame."),
    user("Me ha llegado una factura de {amount} y yo pago siempre mucho menos."),
    assistant("Lo reviso enseguida. ¿Tiene a mano el número de factura?"),
    user("{order}."),
    tool("find_invoice", { invoice: "{order}" }, { amount: "{amount}", usual: "lower", status: "open" }),
    assistant("Incluye llamadas al extranjero que no estaban en su tarifa. Para anularlas hace falta el visto bueno de una persona."),
    user("Pues páseme con alguien, por favor."),
    tool("transfer_call", { department: "claims", reason: "unexpected charges" }, { status: "connecting" }),
    assistant("Ahora mismo le paso. No cuelgue, por favor."),
  ],
};

const renewal: Dialogue = {
  purpose: "renewal",
  company: "Seguros Puente Alto",
  direction: "outbound",
  outcome: "resolved",
  lines: [
    assistant("Buenos días, ¿hablo con {name}? Le llamo de {company}."),
    user("Sí, dígame."),
    assistant("El seguro de su coche vence el {day}. La renovación son {amount} al año. ¿Quiere que la deje hecha?"),
    user("¿Y se puede pagar en dos veces?"),
    assistant("Claro, sin ningún recargo: la mitad ahora y la otra mitad dentro de seis meses."),
    user("Entonces sí, adelante."),
    tool("renew_policy", { policy: "{order}", instalments: 2 }, { status: "renewed" }),
    assistant("Hecho. Hoy mismo recibirá la póliza por correo electrónico. Gracias por seguir con {company}."),
    user("A usted. Adiós."),
  ],
};

const sales: Dialogue = {
  purpose: "sales",
  company: "Fibra Sur",
  direction: "outbound",
  outcome: "declined",
  lines: [
    assistant("Hola, le llamo de {company}. Tenemos fibra y móvil por {amount} al mes. ¿Le interesaría?"),
    user("No, gracias, acabo de cambiar de compañía."),
    assistant("De acuerdo. ¿Le parece bien que volvamos a llamar dentro de un año?"),
    user("No, prefiero que no me llamen."),
    tool("stop_calls", { order: "{order}" }, { status: "removed" }),
    assistant("Así queda anotado. Disculpe la molestia y que tenga un buen día."),
  ],
};

export const SPANISH: LanguageText = {
  code: "es",
  names: ["Lucía Fernández", "Javier Ortega", "Carmen Ruiz", "Mateo Vargas", "Valeria Castro", "Andrés Molina"],
  streets: ["la calle Mayor 14", "la avenida del Puerto 82", "la plaza Nueva 3"],
  days: ["lunes", "martes", "miércoles", "jueves", "viernes"],
  times: ["10:15", "11:00", "17:30", "18:45"],
  money: (amount) => `${amount} euros`,
  voicemail: "Hola, {name}. Le llamamos de {company} por el expediente {order}. Devuélvanos la llamada cuando pueda, por favor. Gracias.",
  dialogues: [booking, support, billing, renewal, sales],
};
