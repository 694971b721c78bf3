### Одна розмова.

timeline-label = Повідомлення
timeline-loading = Завантажуємо попередні повідомлення…
timeline-start = Розмова починається тут.
timeline-start-kept = У цій кімнаті той, хто приходить пізніше, не бачить написаного раніше.
timeline-unread = Нові повідомлення
timeline-to-end = До найновішого повідомлення
today = Сьогодні
yesterday = Учора
banner-public = Публічна кімната, без шифрування: написане тут може прочитати будь-хто з усіх міністерств.

event-created = Кімнату створено. Автор: { $actor }.
event-joined = Новий учасник: { $name }.
event-invited = { $actor } запрошує: { $name }.
event-left = Більше не бере участі: { $name }.
event-removed = Вилучено: { $name }. Хто вилучив: { $actor }.
event-renamed = Нова назва кімнати: «{ $name }». Хто змінив: { $actor }.
event-topic = Нова тема: { $topic }. Хто змінив: { $actor }.
event-encrypted = Відтепер повідомлення можуть читати лише учасники.
event-earlier_for_all = Відтепер нові учасники зможуть читати написане. Хто змінив: { $actor }.
event-earlier_kept = Відтепер нові учасники читають лише написане після їхнього приходу. Хто змінив: { $actor }.

events-joined = { $count ->
    [0] приєднання: { $name }
    [one] приєднання: { $name } і ще { $count } особа
    [few] приєднання: { $name } і ще { $count } особи
   *[other] приєднання: { $name } і ще { $count } осіб
}
events-invited = { $count ->
    [0] запрошення: { $name }
    [one] запрошення: { $name } і ще { $count } особа
    [few] запрошення: { $name } і ще { $count } особи
   *[other] запрошення: { $name } і ще { $count } осіб
}
events-left = { $count ->
    [0] більше не бере участі: { $name }
    [one] більше не беруть участі: { $name } і ще { $count } особа
    [few] більше не беруть участі: { $name } і ще { $count } особи
   *[other] більше не беруть участі: { $name } і ще { $count } осіб
}
events-removed = { $count ->
    [0] вилучено: { $name }
    [one] вилучено: { $name } і ще { $count } особу
    [few] вилучено: { $name } і ще { $count } особи
   *[other] вилучено: { $name } і ще { $count } осіб
}

message-you = Ви
message-edited = змінено
message-whole = Показати повідомлення повністю
message-shorten = Показати менше
message-deleted = Це повідомлення видалено.
message-deleted-by = Це повідомлення видалено. Хто видалив: { $name }.
message-deleted-reason = Причина: { $reason }
message-unsupported = Таке повідомлення тут не можна показати. Оновіть Депешу, щоб побачити його.
message-before-joining = Це повідомлення надіслано до вашого запрошення. Для вас воно лишається закритим.
message-needs-recovery = Введіть ключ відновлення, щоб прочитати це повідомлення.
message-key-not-here = Ключа до цього повідомлення тут немає. Якщо він ще надійде, повідомлення відкриється само; якщо ні, попросіть відправника надіслати його ще раз.
message-withheld = Комп’ютер відправника не ділиться цим повідомленням із цим комп’ютером. Попросіть надіслати його ще раз.
message-reply-to = Відповідь на повідомлення: { $sender }
message-reply-unknown = Відповідь на попереднє повідомлення
message-read-by = Прочитали: { $names }
message-read-by-count = { $count ->
    [one] Прочитала { $count } особа
    [few] Прочитали { $count } особи
   *[other] Прочитали { $count } осіб
}
message-label = { $sender }, { $time }: { $text }
warning-identity = Особу цього відправника змінено. Перш ніж чимось ділитися, уточніть телефоном, чи все гаразд.
warning-clear = Це повідомлення не було захищене в дорозі.

delivery-waiting = Чекає на зв’язок
delivery-paused = Призупинено
delivery-sending = Надсилаємо…
delivery-progress = Надіслано { $percent } %
delivery-checking = Файл перевіряють, потім його буде надіслано
delivery-sent = Надіслано
delivery-failed = Не надіслано.
delivery-withheld = Не надіслано: файл затримано, а його копію на цьому комп’ютері вилучено. Якщо файл ваш і ви йому довіряєте, повідомте фахівців з безпеки; інакше видаліть його.
delivery-retry = Надіслати ще раз
delivery-pause = Призупинити
delivery-resume = Продовжити
delivery-discard = Відкинути

file-safe = Перевірено, безпечно
file-not-sent-yet = Ще на цьому комп’ютері
file-checking = Перевіряємо на віруси…
file-infected = Заблоковано: у файлі знайдено шкідливу програму. Його не можна відкрити.
file-infected-own = Заблоковано: у файлі знайдено шкідливу програму. Його ніхто не може відкрити. Повідомте фахівця з безпеки.
file-type-forbidden = Заблоковано: файли такого виду не дозволено.
file-not-checked-yet = Ще не вдалося перевірити. Ми спробуємо самі.
file-too-large = Неможливо перевірити: файл завеликий або надто складно запакований. Він лишається закритим.
file-encrypted = Неможливо перевірити: файл захищено паролем. Він лишається закритим.
file-damaged = Неможливо перевірити: файл надійшов пошкодженим. Попросіть надіслати його ще раз.
file-gone = Цього файлу вже немає на сервері.
file-waiting = Чекає на перевірку: багато файлів водночас. Це триває само.
file-key-refused = Неможливо перевірити: антивірус показує відбиток, якому цей комп’ютер не довіряє. Дивіться налаштування.
file-check-again = Перевірити знову
file-check-again-label = Перевірити знову: { $name }
file-save = Зберегти…
file-save-label = Зберегти { $name }
file-saved = Файл { $name } збережено.
file-image = Зображення { $name }
file-look = Переглянути
file-look-label = Переглянути { $name }
file-listen = Прослухати
file-listen-label = Прослухати { $name }
file-video = Відео { $name }
file-sound = Запис { $name }
file-voice = Голосове повідомлення
file-voice-length = Голосове повідомлення, { $length }

voice-record = Записати голосове повідомлення
voice-running = Триває запис. Говоріть.
voice-silent = Нічого не чути. Чи ввімкнено мікрофон?
voice-stop = Зупинити
voice-waiting = Записано, { $length }. Прослухайте, надішліть або видаліть.
voice-cut-off = Запис зупинився сам через { $length }. Те, що ви сказали до того, збережено.
voice-discard = Видалити запис
voice-send = Надіслати голосове повідомлення
voice-no-player = Цей комп’ютер не може відтворити запис. Його все одно можна надіслати.

look-coming = Отримуємо файл…
look-too-large = Файл завеликий, щоб показати його тут. Збережіть його та відкрийте іншою програмою.
look-other-kind = Вміст цього файлу неможливо показати тут. Збережіть його та відкрийте іншою програмою.
look-no-player = Цей комп’ютер не може відтворити такий запис. Збережіть його та відкрийте іншою програмою.
look-text-label = Текст файлу { $name }
look-text-cut = Це початок файлу. Збережіть його, щоб прочитати повністю.
look-text-empty = Файл порожній.
look-pdf-failed = Цей документ неможливо показати тут. Можливо, його пошкоджено або захищено паролем. Збережіть його та відкрийте іншою програмою.
look-pages-label = Сторінки { $name }
look-pages-cut = Тут показано перші сторінки: { $shown } з { $all }. Збережіть документ, щоб прочитати всі.
look-page = Сторінка { $number } з { $all }
look-page-failed = Цю сторінку неможливо показати.
look-page-without-text = На цій сторінці немає тексту, який можна прочитати вголос.

actions-label = Дії з цим повідомленням
action-react = Відреагувати
action-reply = Відповісти
action-edit = Змінити
action-caption = Додати підпис
action-caption-change = Змінити підпис
action-copy = Копіювати текст
action-copy-link = Копіювати посилання
action-delete = Видалити
action-more = Більше
delete-title = Видалити це повідомлення?
delete-text = Воно зникне для всіх у цій розмові.
delete-reason = Чому? (можна не заповнювати)
delete-reason-help = Причину не шифрують. Не пишіть тут нічого таємного.
react-label = Оберіть реакцію
reaction-label = { $key }, { $count ->
    [one] { $count } особа
    [few] { $count } особи
   *[other] { $count } осіб
}: { $people }

composer-label = Повідомлення: { $name }
composer-placeholder = Напишіть повідомлення
composer-send = Надіслати
composer-attach = Додати файли
composer-replying = Відповідь: { $sender }
composer-editing = Ви змінюєте своє повідомлення
composer-caption = Це буде під { $name }
composer-stop = Припинити
composer-held = Зараз буде надіслано
composer-take-back = Повернути
composer-hint = Enter надсилає, Shift+Enter: новий рядок, @ люди, : знаки
composer-no-write = Ви не можете писати в цій розмові.
composer-drop = Відпустіть, щоб надіслати файли сюди

send-files-title = { $count ->
    [one] Надіслати { $count } файл
    [few] Надіслати { $count } файли
   *[many] Надіслати { $count } файлів
}
send-files-where = Куди: { $name }
send-files-caption = Підпис (необов’язково)
send-files-leave-out = Не надсилати { $name }
send-files-whole = Надіслати без змін: з місцем, камерою та іменами авторів
send-files-go = Надіслати

files-sent-close = Закрити цю підказку
files-removed = Вилучено перед надсиланням ({ $names }): { $facts }.
files-fact-place = місце
files-fact-camera = камеру
files-fact-author = імена авторів
files-fact-other = приховані примітки й дати
files-signed = Надсилається як є, разом з іменами авторів, які можуть у ньому бути, бо його підписано ({ $names }).
files-possible = Надсилається як є: такі файли можуть містити місце або ім’я автора ({ $names }).
files-unchanged = Надсилається без змін, як ви хотіли ({ $names }).
files-many = { $count ->
    [one] { $count } файл
    [few] { $count } файли
   *[other] { $count } файлів
}
live-message = { $sender }, { $organisation }: { $text }

typing-one = { $name } пише…
typing-some = Пишуть: { $names }…
typing-many = { $count ->
    [one] Пише { $count } особа…
    [few] Пишуть { $count } особи…
   *[other] Пишуть { $count } осіб…
}

suggestions-label = Пропозиції
suggestions-count = { $count ->
    [one] { $count } пропозиція. Enter вставляє, Escape закриває.
    [few] { $count } пропозиції. Стрілки вибирають, Enter вставляє, Escape закриває.
   *[other] { $count } пропозицій. Стрілки вибирають, Enter вставляє, Escape закриває.
}
format-label = Оформлення слів
format-bold = Жирний (Ctrl+B)
format-italic = Курсив (Ctrl+I)
format-list = Список
format-quote = Цитата
format-code = Код

versions-open = Змінено: показати, що було раніше
versions-title = Що було в цьому повідомленні
versions-loading = Шукаємо попередні слова…
versions-first = Надіслано: { $day }, { $time }
versions-changed = Змінено: { $day }, { $time }
versions-none = Без слів

message-no-copy = Це повідомлення старше за цей комп’ютер, і ваш обліковий запис не зберіг його копії. Його можна прочитати на пристрої, яким ви тоді користувалися.
message-withheld-not-confirmed = Коли надсилали це повідомлення, цей комп’ютер не був підтверджений, тож сюди воно не надійшло. Підтвердьте цей комп’ютер і попросіть надіслати його ще раз.
message-sender-not-confirmed = Це повідомлення надійшло з пристрою, якого його власник не підтвердив. Воно відкриється само, щойно це буде зроблено.
message-sender-changed = У відправника нові ключі, хоча ви вже порівнювали знаки. Повідомлення відкриється, коли ви вирішите вгорі цієї розмови.

thread-label = Повідомлення гілки
thread-title = Гілка
thread-close = Назад до розмови
thread-open = Відкрити гілку:
thread-answers = { $count ->
    [one] { $count } відповідь
    [few] { $count } відповіді
   *[other] { $count } відповідей
}
thread-unread = { $count ->
    [one] { $count } нова
    [few] { $count } нові
   *[other] { $count } нових
}
thread-last = остання, { $sender }: { $text }
thread-unreadable = тут не прочитати
action-thread = Відповісти в гілці
composer-label-thread = Відповідь у гілці, { $name }
composer-placeholder-thread = Напишіть відповідь
composer-more = Надіслати щось інше
threads-count = { $count ->
    [0] Гілок тут немає. Почати її можна дією «Відповісти в гілці» в меню повідомлення.
    [one] { $count } гілка
    [few] { $count } гілки
   *[other] { $count } гілок
}
threads-open = Відкрити
threads-open-label = Відкрити гілку: { $text }

poll-new = Опитування…
poll-title = Нове опитування
poll-question = Запитання
poll-answer = Відповідь { $number }
poll-answer-add = Ще одна відповідь
poll-answer-remove = Прибрати відповідь { $number }
poll-several = Можна вибрати кілька відповідей
poll-at-end = Показати результати лише наприкінці
poll-send = Надіслати опитування
poll-label = Опитування: { $question }
poll-words = Опитування: { $question } { $answers }
poll-words-ended = Опитування завершено: { $question } { $answers }
poll-choose-one = Виберіть одну відповідь. Її можна змінити, доки опитування триває.
poll-choose-several = { $count ->
    [one] Виберіть до { $count } відповіді. Вибір можна змінити, доки опитування триває.
   *[other] Виберіть до { $count } відповідей. Вибір можна змінити, доки опитування триває.
}
poll-ended = Це опитування завершено.
poll-later = Результати буде видно, коли опитування завершиться.
poll-voters = { $count ->
    [0] Ніхто не голосував
    [one] Голосувала { $count } особа
    [few] Голосували { $count } особи
   *[other] Голосувало { $count } осіб
}
poll-votes = { $count ->
    [one] { $count } голос, { $share } %
    [few] { $count } голоси, { $share } %
   *[other] { $count } голосів, { $share } %
}
poll-answer-votes = { $text }: { $votes } з { $voters }
poll-answer-own = { $words }, ваш вибір
poll-own = ваш вибір
poll-end = Завершити опитування
poll-end-title = Завершити це опитування?
poll-end-text = Після цього ніхто не зможе голосувати, і всі побачать результати.
poll-end-words = Опитування «{ $question }» завершено.

action-forward = Переслати…
forward-title = Переслати повідомлення
forward-search = До яких розмов?
forward-chosen = { $count ->
    [one] Вибрано { $count } розмову
    [few] Вибрано { $count } розмови
   *[other] Вибрано { $count } розмов
}
forward-offered = Розмови на вибір
forward-send = { $count ->
    [0] Переслати
    [one] Переслати до { $count } розмови
   *[other] Переслати до { $count } розмов
}
forward-externals = У розмові «{ $name }» це повідомлення прочитають люди ззовні.
forward-public = «{ $name }» є публічною кімнатою: це повідомлення зможе прочитати будь-хто з усіх міністерств.
forward-unlabelled = Це повідомлення виходить з обмеженої кімнати. «{ $name }» такою не є.
forward-closed = Це повідомлення не можна переслати до «{ $name }»: воно стоїть в обмеженій кімнаті, а та кімната такою не є.
forward-sure = Мені дозволено поширити це повідомлення там

date-title = Перейти до дати
date-label = Дата
date-help = Розмова відкриється з першого повідомлення від цього дня.
date-go = Перейти
date-nothing = Тут немає повідомлень, які ви могли б прочитати.
date-shown = Показано повідомлення від дати: { $day }
