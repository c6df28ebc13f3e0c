# Spanish. KEY, a colon, the words (Liquid allowed).
lang: es
skip: Ir a las cifras
where: Dónde está
all_stores: Todas las tiendas
choose_period: Periodo
link_days: {{ link.days }} días
days: {{ period.days }} días
store.title: {{ store.name }}: carritos recuperados
store.heading: {{ store.name }}
fleet.title: Todas las tiendas: carritos recuperados
fleet.heading: Todas las tiendas
made: Escrito por crt-report.
rolled: Cifras del {{ period.rolled | date: form.moment }}.
never_rolled: Aún no hay cifras: ejecute crt-report rollup.
empty: En este periodo no se abandonó ningún carrito, o crt-report rollup aún no los ha contado.
revenue: Ingresos recuperados
revenue_note: Pedidos de carritos recuperados, sin lo reembolsado.
goods: Sin impuestos ni envío:
refunded: se reembolsaron
unknown: {% if unknown == "1" %}El importe de 1 pedido es desconocido.{% else %}El importe de {{ unknown }} pedidos es desconocido.{% endif %}
recovered: Carritos recuperados
recovered_carts: Recuperados
recovered_note: de {{ abandoned }} abandonados; {{ recovered_sent }} tras un mensaje
rate: Tasa de recuperación
rate_note: Recuperados de cada 100 carritos abandonados
time: Tiempo hasta el pedido
time_half: La mitad entre {{ first }} y {{ third }}
span_days: {{ span.d }} d {{ span.h }} h
span_hours: {{ span.h }} h {{ span.m }} min
span_minutes: {{ span.m }} min
points: {{ trend.points }} puntos
than_before: frente al periodo anterior
compared: Las flechas comparan los primeros {{ compared }} días con los primeros {{ compared }} días del periodo anterior. Los carritos de los últimos {{ period.young }} días aún pueden recuperarse.
funnel: Del carrito al pedido
funnel_caption: Cuántos carritos llegaron a cada etapa
funnel_note: Un carrito es contactable si una campaña lo tomó y la persona puede recibir mensajes. También se recuperan carritos sin mensaje.
stage: Etapa
carts: Carritos
share: Parte
abandoned: Abandonados
mailable: Contactables
sent: Contactados
delivered: Entregados
clicked: Con clic
by_day: Día a día
counts: Carritos por día de abandono
counts_desc: {{ abandoned }} carritos abandonados y {{ recovered }} recuperados del {{ period.first | date: form.long }} al {{ period.last | date: form.long }}.
rates: Tasa de recuperación por día de abandono
rates_desc: Se recuperó el {{ recovery_rate | default: "–" }} de los carritos del {{ period.first | date: form.long }} al {{ period.last | date: form.long }}.
abandoned_low: abandonados
recovered_low: recuperados
rate_low: recuperados de cada 100
young: aún puede crecer
young_note: Cada carrito cuenta en el día en que se abandonó. Los días con * tienen menos de {{ period.young }} días: sus carritos aún pueden recuperarse.
as_table: Mostrar como tabla
day: Día
campaigns: Campañas
campaign: Campaña
no_campaign: Sin campaña
lift: ¿Funcionan los mensajes?
no_lift: Sin grupo de control nadie lo sabe. Añada uno a una campaña, por ejemplo «holdout: 20%»: esas personas no reciben mensajes, y crt compara cuántas compran en cada grupo.
all_campaigns: Todas las campañas
verdict_lift: Sí, funcionan
verdict_harm: No, perjudican
verdict_none: Ningún efecto relevante
verdict_not_enough: Aún no hay datos suficientes
verdict_mismatch: La comparación no es válida
lift_text: {% if l.lift %}Las personas con mensajes compran {{ l.lift }} respecto a las personas sin mensajes.{% else %}Vea el intervalo de abajo.{% endif %}
not_enough_text: La diferencia puede ser casual. Continúe, y mire cuantas veces quiera.
needed: Hacen falta unas {{ l.needed }} personas más.
weeks: Al ritmo actual serán {% if l.weeks == "1" %}1 semana{% else %}{{ l.weeks }} semanas{% endif %}.
mismatch_text: Los grupos no tienen sus partes. Algo los trata de forma distinta, por eso no se muestra ningún efecto.
no_effect: sin efecto
lift_caption: Personas y compras de ambos grupos
persons: Personas
bought: Compraron
arm_sent: Con mensajes
arm_held: Sin mensajes
interval: El efecto real está entre {{ l.low }} y {{ l.high }}.
lift_note: Cuentan todas las personas desde el inicio del experimento, una vez pasado su plazo de compra. El resultado sigue siendo válido por mucho que mire.
fixed: Fijado al comenzar: una compra cuenta durante {{ l.window }} días desde la asignación; como máximo el {{ l.alpha }} de los resultados es erróneo; una diferencia de menos de {{ l.effect }} puntos no importa{% if l.cap %}; una persona cuenta con {{ l.cap | money }} como máximo{% endif %}.
stores: Tiendas
store: Tienda
money_apart: Los importes en monedas distintas nunca se suman.
campaign.title: {{ campaign }}, {{ store.name }}: carritos recuperados
campaign.heading: {{ campaign }}
steps: Pasos
step: Paso
channel: Canal
no_messages: Esta campaña no tiene mensajes en este periodo.
messages_sent: Enviados
click_rate: Tasa de clics
bounced: Rebotados
complained: Quejas
complaint_rate: Tasa de quejas
unsubscribed: Bajas
skipped: Omitidos
failed: Fallidos
steps_note: Solo cuentan los clics de personas; la tasa de clics es de cada 100 mensajes entregados.
variants: Variantes
variant: Variante
variant_only: Con mensajes
holdout: Sin mensajes
variants_note: Las variantes muestran los carritos del periodo. Solo la comparación de abajo muestra si los mensajes tienen efecto.
email: Correo
sms: SMS
push: Notificación
messages: Mensajes
messages_n: Mensajes
messages_note: crt comprueba cada mensaje justo antes de enviarlo. Un mensaje omitido no se envía nunca; uno retenido se comprueba de nuevo.
status: Resultado
reason: Motivo
status_sent: Enviado
status_held: Retenido
status_unknown: Incierto
status_queued: Enviándose
delivery: Entregabilidad
provider: Proveedor
domain: Dominio del buzón
other_domains: Otros dominios
delivery_rate: Entregados
delivery_note: Entregado significa que no se informó de ningún rebote. Los proveedores de buzones toleran como máximo 3 quejas por cada 1000 mensajes. Los dominios con menos de 10 personas están entre los otros.
reason_bought: la persona había comprado
reason_episode: el carrito está cerrado
reason_expired: el carrito ha caducado
reason_bot: el carrito o la dirección es de un programa
reason_empty: el carrito está vacío
reason_link: el enlace al carrito ya no funciona
reason_too_late: demasiado tarde para este paso
reason_no_address: sin dirección
reason_disposable: dirección desechable
reason_suppressed: baja, queja o rebote
reason_opted_out: consentimiento rechazado
reason_no_consent: sin consentimiento
reason_too_early: demasiado pronto para este paso
reason_paused: la persona pausó los mensajes
reason_erasure: la persona pidió borrar sus datos
reason_settings: los ajustes de la tienda no son válidos
reason_unread: no se conocen los artículos del carrito
reason_rejected_order: un pedido rechazado puede ser de la persona
reason_stale_orders: los pedidos no están al día
reason_in_shop: la persona está en la tienda ahora
reason_pending: otro mensaje va primero
reason_cool_off: demasiado pronto tras una compra
reason_branch: se tomó otro paso de la rama
reason_when: no se cumplen las condiciones del paso
reason_send_window: fuera del horario del paso
reason_gap: demasiado pronto tras el último mensaje
reason_cap_day: límite de un día
reason_cap_week: límite de una semana
reason_holdout: grupo de control, para medir el efecto
years: Al ritmo actual serán más de diez años. Un grupo de control del 50 % necesita menos personas.
untracked: No se registran los clics (track_clicks).
health.title: Estado
health.heading: Estado
health.rolled: Comprobado el {{ checked | date: form.moment }} UTC.
health_ok: Todo va bien
health_not: {% if health.faults == 1 %}1 fallo{% elsif health.faults > 1 %}{{ health.faults }} fallos{% endif %}{% if health.faults > 0 and health.warnings > 0 %}, {% endif %}{% if health.warnings == 1 %}1 aviso{% elsif health.warnings > 1 %}{{ health.warnings }} avisos{% endif %}
health_ok_text: Ninguna comprobación encontró un fallo.
checks: Todas las comprobaciones
own_days: Los días son los de la zona horaria de cada tienda.
each: Efecto por campaña
verdict: Resultado
effect_from: Efecto desde
effect_to: hasta
against_holdout: Frente a las personas sin mensajes
arm_treated: Comparado
arm_control: Referencia
wait_text: Las personas con la espera comparada compran {{ l.lift }} respecto a la referencia.
reason_wait: la espera de esta persona no ha terminado
more_stores: Otras {{ more }} tiendas están en las sumas y tienen páginas propias.
more_campaigns: Otras {{ more }} campañas están en las sumas y tienen páginas propias.
live: En directo
live.title: En directo
live.heading: En directo
live.rolled: Las horas son las de su dispositivo.
live_off: Los eventos aparecen aquí si un servidor web entrega esta página junto con el flujo de crt-report follow (crt-report(1)).
live_open: Conectado. Los eventos aparecen en cuanto ocurren.
live_lost: Se ha perdido la conexión. La página se vuelve a conectar sola.
live_since: Desde que abrió esta página.
events: Eventos
event: Evento
event_time: Hora
event_detail: Detalles
event_abandoned: Carrito abandonado
event_sent: Mensaje enviado
event_recovered: Carrito recuperado
reason_text_unconfirmed: allí los SMS requieren un consentimiento confirmado
reason_text_repeated: allí no se permite un segundo SMS
reason_text_late: demasiado tarde para un SMS
reason_text_cap: límite de SMS
reason_text_unwritten: allí los SMS requieren un consentimiento por escrito
reason_dnc_listed: el número está en el registro Do-Not-Call
reason_dnc_stale: los datos del registro Do-Not-Call son demasiado antiguos
reason_quiet_hours: horas de descanso
suppressed: Direcciones a las que no se escribe
suppressed_added: Nuevas en este período
suppressed_total: Todas
suppressed_note: Una supresión vale para todas las tiendas de la organización. crt guarda un hash de la dirección.
suppressed_objected: se opuso
suppressed_unsubscribed: se dio de baja
suppressed_complained: se quejó
suppressed_bounced: rebotó
suppressed_withdrawn: retiró el consentimiento
suppressed_erased: fue borrada
spent: De media una persona gasta {{ l.spent.sent | money }} con mensajes y {{ l.spent.held | money }} sin ellos.
spent_wait: De media una persona gasta {{ l.spent.sent | money }} con la espera comparada y {{ l.spent.held | money }} con la de referencia.
spent_interval: La diferencia real está entre {{ l.spent.low | money }} y {{ l.spent.high | money }}. Una persona cuenta con {{ l.spent.cap | money }} como máximo.
spent_few: Los ingresos se comparan cuando diez personas de cada grupo han comprado.
