### Cases: what officers do with a report.

nav-outbreaks = Спалахи
nav-requests = Запити
nav-blocks = Блокування

standing = Справа
standing-any = Усі справи
standing-open = Відкриті
standing-unassigned = Відкриті, нічиї
standing-waiting = Запитано звільнення
standing-released = Звільнені
standing-quarantined = У карантині
standing-closed = Закриті
case-none = Немає справи
case-open = Відкрита
case-closed = Закрита
closed-malware = Підтверджено шкідливу програму
closed-false-positive = Хибне спрацювання
closed-test = Безпечна перевірка
closed-other = Інше
mine = Призначені мені
any-engine = Усі рушії
filter-more = Більше фільтрів
filter-from = Від (UTC)
filter-to = До (UTC)
reports-newer = { $n ->
    [one] { $n } новий звіт
    [few] { $n } нові звіти
    [many] { $n } нових звітів
   *[other] { $n } нового звіту
}
live-start = Оновлювати автоматично кожні 30 секунд
live-on = Оновлюється автоматично до { $value } UTC.
live-stop = Зупинити
verdict-lifted = Висновку вже немає
effect-released = Щось знайдено, але офіцери звільнили цей файл: його можна відкрити.
released = Звільнено
set-aside = Уже не враховується

seen = Уперше та востаннє бачено
type-declared = Заявлений тип
type-differs = Відрізняється від вмісту
not-said = Не вказано
rooms = Кімнати
reason = Причина
report-notes = Нотатки перевірки
report-history = Що повідомлялося з часом
said-first = Уперше
said-last = Востаннє
said-times = Разів
fetched = Кому видано файл
fetched-none = Нікому, наскільки відомо.
fetched-people = Людей
fetched-before = До виявлення

work = Робота над звітом
assigned-to = Призначено
assigned-nobody = Нікому
assign = Призначити
comment = Коментар
comment-hint = Це читають інші офіцери безпеки. Не називайте тут людей.
comment-add = Додати коментар
comment-optional = Коментар (необов’язково)
case-close = Закрити цю справу…
case-close-explained = Підтверджену шкідливу програму сервери одразу затримують, а згодом видаляють. Закриття справи як хибного спрацювання нічого не відкриває: для цього потрібне звільнення.
case-close-as = Закрити як
case-close-confirm = Закрити справу
case-reopen = Знову відкрити цю справу…
case-reopen-confirm = Знову відкрити справу

release-title = Звільнення
release-nothing = Звільняти нічого.
release-ask = Хибне спрацювання: запитати звільнення…
release-ask-explained = Коли другий офіцер це схвалить, файл можна буде відкрити. Звільняється лише цей файл і лише це виявлення: якщо в ньому знайдуть щось інше, його знову буде заблоковано.
release-reason = Чому виявлення хибне?
release-ask-confirm = Запитати звільнення
release-withdraw = Відкликати це звільнення…
release-withdraw-explained = Виявлення знову враховується, і ніхто вже не зможе відкрити файл.
release-withdraw-confirm = Відкликати звільнення

measures = Заходи
quarantine = На серверах
quarantine-on = У карантині: нікому не видається
quarantine-from = Потрапить у карантин { $value } UTC
quarantine-off = Не в карантині
quarantine-deleted = Видалено
quarantine-delete = Буде видалено
quarantine-now = У карантин зараз
rescan = Повторна перевірка
rescan-none = Не запитано
rescan-since = Запитано { $value } UTC
rescan-ask = Перевірити ще раз
rescan-hint = Файл перевірять заново, коли чийсь застосунок знову передасть його ключ.
block-for-all = Заблокувати для всіх
block-this = Заблокувати…
block-is = Заблоковано

names-title = Люди
names-explained = Хто надіслав файл і кому його видано, показується лише з причиною, після схвалення другим офіцером і на короткий час. Кожен перегляд записується.
names-ask = Запитати імена…
names-whose = Чиї імена
names-about-sender = Хто надіслав
names-about-exposed = Кому видано
names-reason = Навіщо вони потрібні?
names-ask-confirm = Запитати імена
names-look = Переглянути імена
names-back = Звіт
names-request = Запит
names-sender-title = Хто надіслав файл
names-exposed-title = Кому видано файл
names-sender-explained = Сервер повідомляє, що файл завантажила ця людина.
names-sender-guessed = Сервер не повідомляє, хто завантажив файл. Застосунок цієї людини першим віддав його на перевірку: здебільшого це відправник.
names-exposed-explained = Цим людям видано файл. Повідомте їх: вони могли його відкрити.
names-unknown = Немає в довіднику
names-nobody = Нікого не записано
names-fetched = Уперше видано (UTC)

requests-title = Запити
requests-explained = Щоб звільнити файл або побачити імена, потрібні двоє офіцерів безпеки. Ніхто не вирішує щодо власного запиту.
requests-none = Жоден запит не чекає
requests-none-hint = Коли офіцер запитає звільнення або імена, це з’явиться тут.
requests-decided = Вирішені
request-release = Звільнення файлу
request-sender = Ім’я відправника
request-exposed = Імена тих, кому видано файл
request-report = До звіту
request-asked-by = Запитує
request-decided-by = Вирішив(-ла)
request-withdrawn-by = Відкликав(-ла)
request-until = Видно до
request-mine = Це ваш запит. Вирішити має інший офіцер.
request-approve = Схвалити
request-refuse = Відхилити
request-take-back = Забрати запит
request-waiting = Чекає
request-approved = Схвалено
request-refused = Відхилено
request-withdrawn = Відкликано
request-expired = Термін минув

blocks-title = Блокування
blocks-explained = Блокування діє для всіх сканерів і для контролю видачі. Воно важить більше за будь-який висновок і будь-яке звільнення.
blocks-none = Офіцери нічого не заблокували
blocks-none-hint = Те, що сканери знаходять самі, не потребує блокування.
blocks-back = Усі блокування
block-kind = Що
block-kind-signature = Сигнатура
block-kind-hash = Файл (SHA-256 у сховищі)
block-kind-type = Тип вмісту
block-value = Назва, хеш або тип
block-look = Переглянути, чого це торкнеться
block-new-title = Заблокувати для всіх
block-explained-signature = Файли з цим виявленням більше не можна звільнити; їхні звільнення вже не діють.
block-explained-hash = Ніхто більше не зможе відкрити цей файл, хоч би що казали сканери і за якою б адресою він був.
block-explained-type = Ніхто більше не зможе відкривати файли цього типу. Подумайте про всіх, хто з ними працює.
block-reach = { $n ->
    [0] За останні 30 днів це не торкнулося б жодного звіту.
    [one] За останні 30 днів це торкнулося б { $n } звіту.
   *[other] За останні 30 днів це торкнулося б { $n } звітів.
}
block-reach-open = { $n ->
    [one] { $n } з цих файлів зараз можна відкрити.
   *[other] { $n } з цих файлів зараз можна відкрити.
}
block-confirm = Заблокувати
block-counts = Заблоковано
block-lifted = Знято
block-made-by = Заблокував(-ла)
block-lifted-by = Зняв(-ла)
block-lift = Зняти це блокування…
block-lift-explained = Те, що сканери знайшли самі, лишається заблокованим.
block-lift-confirm = Зняти блокування

outbreaks-title = Спалахи
outbreaks-explained = { $n ->
    [one] Те саме виявлення в кількох кімнатах або від кількох відправників за { $n } хвилину.
    [few] Те саме виявлення в кількох кімнатах або від кількох відправників за { $n } хвилини.
   *[other] Те саме виявлення в кількох кімнатах або від кількох відправників за { $n } хвилин.
}
outbreaks-none = Спалахів досі не було
outbreaks-none-hint = Коли ту саму сигнатуру за короткий час знайдуть у кількох місцях, це з’явиться тут і над звітами.
outbreaks-back = Усі спалахи
outbreak = Спалах
outbreak-title = Спалах { $value }
outbreak-facts = Факти
outbreak-first = Перше виявлення
outbreak-noticed = Помічено
outbreak-last = Останнє виявлення
outbreak-lasts = Триває
outbreak-over = Завершено
outbreak-files = { $n ->
    [one] { $n } файл
    [few] { $n } файли
   *[other] { $n } файлів
}
outbreak-rooms = { $n ->
    [one] { $n } кімната
    [few] { $n } кімнати
   *[other] { $n } кімнат
}
outbreak-senders = { $n ->
    [one] { $n } відправник
    [few] { $n } відправники
   *[other] { $n } відправників
}
outbreak-files-head = Файли
outbreak-senders-head = Відправники
outbreak-exposed = Людей, яким видано один із файлів
outbreak-closed-by = Закрив(-ла)
outbreak-close = Це завершено…
outbreak-close-explained = Тривога завершиться. Подальші виявлення рахуватимуться заново.
outbreak-close-confirm = Закрити спалах
room-pseudonym = Кімната (псевдонім)
room-pseudonym-hint = Псевдонім розрізняє кімнати. Повернути з нього кімнату неможливо.

events = Що зроблено
events-none = Ще нічого.
event-system = Система
event-found = Щось знайдено
event-found-again = Знайдено щось інше: справу знову відкрито
event-assign = Призначено
event-unassign = Нікому не призначено
event-comment = Коментар
event-close-malware = Закрито: підтверджено шкідливу програму
event-close-false-positive = Закрито: хибне спрацювання
event-close-test = Закрито: безпечна перевірка
event-close-other = Закрито
event-reopen = Знову відкрито
event-quarantine = Наказ про карантин
event-rescan = Запит на повторну перевірку
event-release-ask = Запит на звільнення
event-release-approve = Звільнення схвалено
event-release-refuse = Звільнення відхилено
event-release-withdraw = Звільнення відкликано
event-release-expire = Щодо звільнення ніхто вчасно не вирішив
event-names-ask-sender = Запит імені відправника
event-names-ask-exposed = Запит імен тих, кому видано файл
event-names-approve = Запит імен схвалено
event-names-refuse = Запит імен відхилено
event-names-view = Переглянуто імена
event-kept-back = Сервери затримують файл
event-given-out = Сервери знову видають файл
event-deleted = Видалено на сервері

case-done-assign = Справа має нового власника.
case-done-comment = Коментар додано.
case-done-close = Справу закрито.
case-done-reopen = Справу знову відкрито.
case-done-quarantine = Серверам наказано затримати файл.
case-done-rescan = Файл перевірять заново, коли знову передадуть його ключ.
case-done-release-ask = Звільнення запитано. Схвалити має інший офіцер.
case-done-release-approve = Файл звільнено.
case-done-release-refuse = Звільнення відхилено.
case-done-release-withdraw = Звільнення відкликано: файл знову заблоковано.
case-done-names-ask = Імена запитано. Схвалити має інший офіцер.
case-done-names-approve = Імена можна переглянути протягом короткого часу.
case-done-names-refuse = Запит імен відхилено.
case-done-block-set = Заблоковано для всіх.
case-done-block-lift = Блокування знято.
case-done-outbreak-close = Спалах закрито.
case-not-again = Нічого не змінено: це вже так.
case-not-late = Нічого не змінено: для цього запізно.
case-not-own = Нічого не змінено: це ваш власний запит, схвалити має інший офіцер.
case-not-blocked = Нічого не змінено: цьому заважає блокування. Спершу зніміть його.
case-not-pointless = Нічого не змінено: тут це неможливо.
case-not-text = Нічого не змінено: напишіть текст до 1000 символів.
