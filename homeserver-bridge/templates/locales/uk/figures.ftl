### Figures, exports and alerts.

nav-overview = Огляд
nav-alerts = Сповіщення
nav-figures = Показники

overview-title = Огляд
overview-cases = Відкриті справи
overview-cases-hint = звіти, що чекають на відповідального
overview-blocked = Заблоковано за 24 години
overview-scans = Перевірено за 24 години
overview-day-before = { $value } за попередні 24 години
overview-scanners = { $n ->
    [one] { $n } сканер на зв’язку
    [few] { $n } сканери на зв’язку
   *[other] { $n } сканерів на зв’язку
}
overview-signatures = Вік сигнатур
overview-oldest = найстаріші з тих, що в роботі
overview-waiting = Файлів у черзі зараз
overview-p95 = 95 зі 100 тривають щонайбільше { $value }
overview-week = Останні сім днів
overview-more = Усі показники
overview-engines = Сканери й антивіруси
overview-scanner = Сканер
overview-heard = Останній зв’язок

figures-title = Показники
figures-period = Період
period-day = 24 години
period-week = 7 днів
period-month = 30 днів
period-quarter = 13 тижнів
figures-scans = Перевірено файлів
figures-scans-short = Перевірено
figures-blocked = Заблоковано файлів
figures-unchecked = Не вдалося перевірити
figures-before = { $value } за попередній період
figures-by-organisation = За організацією відправника
figures-by-type = За типом вмісту
figures-by-signature = За сигнатурою
figures-load = Сканери
family-document = Офісні документи
family-pdf = PDF
family-image = Зображення
family-archive = Архіви
family-text = Текст
family-sound = Звук
family-video = Відео
family-program = Програми
family-unknown = Інше

chart-scans = Перевірені файли
chart-blocked = Заблоковано або не перевірено
chart-blocked-note = У власному масштабі.
chart-latency = Скільки триває перевірка
chart-latency-note = Файли, яких ще не знали, за вимірами сканерів.
chart-median = Половина щонайбільше
chart-p95 = 95 зі 100 щонайбільше
chart-queue = Файли в черзі
chart-queue-note = Найдовша черга кожного відрізка часу та скільки запитів відхилено через завантаженість.
chart-waiting = У черзі
chart-turned-away = Відхилено
chart-signatures = Вік сигнатур
chart-signatures-note = Найстаріших із тих, що в роботі.
chart-age = Вік
chart-limit = Сповіщення
chart-hours = { $n } год
chart-most = Найбільше: { $value } ({ $when })
chart-nothing = За цей час немає що показати.
chart-table = Показники в таблиці
chart-date = { $day } { $month }
chart-week-from = Тиждень від { $value }
duration-ms = { $value } мс
duration-s = { $value } с
month-1 = січ.
month-2 = лют.
month-3 = бер.
month-4 = квіт.
month-5 = трав.
month-6 = черв.
month-7 = лип.
month-8 = серп.
month-9 = вер.
month-10 = жовт.
month-11 = лист.
month-12 = груд.

alerts-title = Сповіщення
alerts-explained = Про що відповідальні за безпеку дізнаються одразу. Про кожну подію повідомляють один раз, коли вона починається, і один раз, коли завершується.
alerts-no-ways = Ніхто не отримує сповіщень: оператор не вказав для них ні адреси, ні вебхука, ні syslog.
alerts-none = Сповіщень ще не було
alerts-none-hint = Тут з’являються спалахи, несправні антивіруси, застарілі сигнатури та сканери без зв’язку.
alert-outbreak = Спалах: { $value }
alert-outbreak-hint = Ту саму шкідливу програму за короткий час знайдено в кількох місцях. Відкрийте консоль безпеки й перегляньте її звіти.
alert-engine-down = Антивірус { $value } не працює
alert-engine-down-hint = Файли, які він має перевіряти, залишаються закритими. Повідомте оператора.
alert-signatures-old = Сигнатури { $value } застаріли
alert-signatures-old-hint = Нові шкідливі програми не розпізнаються. Попросіть оператора оновити сигнатури.
alert-scanner-silent = Сканер не відповідає
alert-scanner-silent-hint = На зв’язку менше сканерів, ніж має бути. Файли можуть залишатися закритими. Повідомте оператора.
alert-over = Завершено: { $value }
alert-since = Від: { $value } UTC
alert-until = До: { $value } UTC
alert-end = Depesha надсилає це повідомлення самостійно. У ньому немає імен людей, назв кімнат і файлів; докладніше показує консоль безпеки.
alert-lasts = Триває
alert-ended = Завершено
alert-from = Від (UTC)
alert-to = До (UTC)
alert-lasting = триває: { $value }
alert-numbers = Числа
alert-number-rooms = Кімнат: { $n }
alert-number-senders = Відправників: { $n }
alert-number-organisations = Організацій: { $n }
alert-number-files = Файлів: { $n }
alert-number-scanners = Сканерів на зв’язку: { $n }
alert-number-expected = Сканерів має бути: { $n }
alert-number-minutes = Хвилин: { $n }
alert-number-hours = Годин: { $n }
alert-tellings = Кого повідомлено
telling-event = Новина
telling-way = Спосіб
telling-tries = Спроб
telling-raised = Початок
telling-ended = Завершення
telling-waiting = Очікує
telling-failing = Пробуємо знову
telling-delivered = Доставлено
telling-given-up = Припинено
way-mail = Пошта
way-webhook = Вебхук
way-syslog = Syslog

summary-subject = Depesha: безпека файлів, тиждень від { $value }
summary-of = Безпека файлів від { $from } до { $to } (UTC)
summary-scans = Перевірено файлів: { $n } (тижнем раніше: { $before })
summary-blocked = Заблоковано файлів: { $n } (тижнем раніше: { $before })
summary-unchecked = Файлів, які не вдалося перевірити: { $n } (тижнем раніше: { $before })
summary-alerts = Сповіщень: { $n }; тривають зараз: { $lasting }
summary-cases = Відкритих справ: { $n }
summary-signatures = Вік найстаріших сигнатур у роботі, годин: { $n }
summary-signatures-unknown = Вік сигнатур невідомий: останнім часом жоден сканер не відповідав
summary-top-signatures = Найчастіше знаходили:
summary-top-senders = Найчастіше блокували, за організацією відправника:
summary-none = нічого
summary-end = Depesha надсилає цей підсумок раз на тиждень. У ньому немає імен людей, назв кімнат і файлів; докладніше показує консоль безпеки.

export = Експорт
export-explained = Звіти цього списку з його фільтрами у файлі. У ньому немає людей, кімнат і адрес файлів. Кожен експорт записується в журнал.
export-csv = Для таблиць (CSV)
export-jsonl = Для програм (рядки JSON)
export-stix = Для обміну між центрами безпеки (STIX 2.1): що знайдено, де і скільки разів
export-most = { $n ->
    [one] Експорт містить щонайбільше { $n } звіт, найновіші спочатку.
    [few] Експорт містить щонайбільше { $n } звіти, найновіші спочатку.
   *[other] Експорт містить щонайбільше { $n } звітів, найновіші спочатку.
}
