# Консолі українською.

console-admin = Адміністрування
console-security = Безпека
skip = Перейти до вмісту
nav-label = Розділи
nav-people = Люди
nav-invite = Запросити
nav-audit = Журнал аудиту
nav-reports = Звіти перевірки
nav-engine = Антивірус
sign-out = Вийти
languages-label = Мова
footer-recorded = Усе, що тут переглядають і роблять, записується.

login-title = Вхід
login-name = Ім’я
login-password = Пароль
login-submit = Увійти
login-hint = Ці облікові записи створює оператор служби. Вони не пов’язані з вашим обліковим записом у месенджері.
login-wrong = Ім’я або пароль неправильні.
login-wait = Забагато спроб. Зачекайте чверть години й спробуйте знову.
login-form-old = Форма застаріла. Спробуйте ще раз.

error-title = Не вдалося
error-back = На початкову сторінку
error-not-found = Такої сторінки немає. Можливо, адреса застаріла.
error-form = Форма застаріла. Перезавантажте сторінку й повторіть дію.
error-wait = Забагато запитів. Зачекайте трохи й спробуйте знову.
error-request = Запит не вдалося зрозуміти. Поверніться й спробуйте знову.
error-ours = Сталася помилка на нашому боці. Спробуйте знову; якщо не минає, повідомте оператора.

name = Ім’я
given-name = Ім’я
family-name = Прізвище
email = Робоча пошта
organisation = Організація
unit = Підрозділ
post = Посада
state = Стан
account = Обліковий запис
yes = Так
no = Ні
choose = Виберіть…
when-utc = Час (UTC)
any-organisation = Усі організації
any-state = Усі стани
any-homeserver = Усі сервери
filter-apply = Показати
filter-clear = Прибрати фільтри
pager-label = Сторінки
pager-previous = Попередня
pager-next = Наступна

people-title = Люди
people-invite = Запросити людину
people-search = Ім’я, адреса, посада, підрозділ або обліковий запис
people-none = Тут ще нікого немає
people-none-hint = Люди з’являються після синхронізації кадрового реєстру або коли ви когось запросите.
people-none-found = Нікого не знайдено
people-none-found-hint = Спробуйте частину імені або приберіть фільтри.
people-back = Усі люди
person-heading = Особа
person-id = Ключ особи
source = Звідки відома
source-register = Кадровий реєстр
source-invitation = Запрошення адміністратора
invited-at = Запрошено
protected = Захищена посада
protected-yes = Не показується в довіднику
account-id = Обліковий запис
account-none = Ця особа ще не має облікового запису. Вона створить його, зареєструвавшись із робочою поштою.
created-at = Створено
suspend = Призупинити обліковий запис…
suspend-confirm = Призупинити обліковий запис
resume = Поновити обліковий запис
resume-explained = Обліковий запис призупинено. Після поновлення особа зможе знову увійти.
done-invited = Запрошення надсилається поштою.
done-suspended = Обліковий запис призупинено, особу відключено.
done-suspended-pending = Обліковий запис призупинено. Сервер зараз не відповідає; його буде повідомлено, щойно він відповість.
done-resumed = Обліковим записом знову можна користуватися.
done-resumed-pending = Обліковим записом можна буде користуватися, щойно сервер відповість.
done-withheld = Обліковий запис лишається призупиненим: за кадровим реєстром особу не можна допускати.
done-nothing = Змінювати не було чого.

state-known = Не зареєстровано
state-invited = Запрошено
state-creating = Реєструється
state-waiting = Запис готовий, не зареєстровано
state-active = Активний
state-suspended = Призупинено
state-leaving = Вибуває
state-closed = Закрито
state-left = Звільнено

invite-title = Запросити людину
invite-explained = Для тих, хто працює з адміністрацією, але не внесений до кадрового реєстру. Вони отримають лист і зареєструються з цією адресою.
invite-submit = Надіслати запрошення
invite-bad-email = Це не робоча адреса. Напишіть її як name@organisation.example, без імені перед нею.
invite-unknown-domain = Жодна організація тут не має домену цієї адреси. Перевірте частину після @.
invite-wrong-domain = Домен цієї адреси належить іншій організації, ніж вибрана.
invite-no-organisation = Виберіть організацію, до якої належить особа.
invite-bad-name = Введіть ім’я та прізвище, не довші за 100 знаків.
invite-known = Кадровий реєстр уже знає цю адресу. Особа може зареєструватися без запрошення.
invite-twice = Цю адресу вже запрошено.

audit-title = Журнал аудиту
audit-explained = Хто що зробив з людьми та обліковими записами, від найновішого. Кожен рядок пов’язаний із попереднім; оператор може довести, що жоден не зник і не змінений.
audit-number = №
audit-who = Хто
audit-what = Що
audit-subject = Щодо кого
audit-detail = Подробиці
action-audit-list = Читав журнал аудиту
action-people-list = Переглядав людей
action-person-view = Відкрив особу
action-person-join = Особу прийнято
action-person-change = Дані особи змінено
action-person-leave = Особу звільнено
action-person-hide = Приховано в довіднику
action-person-show = Знову показано в довіднику
action-invitation-create = Запросив особу
action-account-create = Обліковий запис створено
action-account-password-reset = Пароль змінено
action-account-suspend = Призупинив обліковий запис
action-account-resume = Поновив обліковий запис
action-officer-set = Запис консолі встановлено
action-session-start = Вхід
action-session-end = Вихід
action-session-refused = Вхід відхилено

plans-title = Плани
plans-explained = Синхронізація з кадровим реєстром зупиняється, коли план перевищує обмеження. Такий план виконують, лише коли його схвалили двоє адміністраторів.
plans-none = Жоден план не чекає
plans-none-hint = Коли синхронізація зупиниться на обмеженні, її план з’явиться тут.
plans-back = Усі плани
plan = План
plan-title = План { $value }
plan-about = Про цей план
plan-register = Реєстр
plan-made = Складено
plan-submitted = Отримано
plan-expires = Чинний до
plan-approved-by = Схвалив
plan-rejected-by = Відхилив
plan-applied-at = Перші зміни внесено
plan-hash = Повний хеш
plan-approvals = Схвалення
plan-signed-out = Буде відключено
plan-other-changes = Інші зміни
plan-brakes = Чому його зупинено
plan-counts = Що він робить
plan-working = Працювали
plan-joined = Прийнято
plan-changed = Змінено
plan-moved-in = Переведено сюди
plan-moved-out = Переведено звідси
plan-suspended = Призупинено
plan-returned = Повернулися
plan-missing = Відсутні
plan-left = Звільнено
plan-total = Усі організації
plan-decide = Ваше рішення
plan-four-eyes = Схвалити мають двоє різних адміністраторів. Щоб відхилити, досить одного.
plan-mine = Ви схвалили цей план. Його має схвалити ще один адміністратор.
plan-approve = Схвалити цей план…
plan-approve-confirm = Схвалити план
plan-question = { $n ->
    [0] Нікого не буде відключено. Чи такі числа вище ви очікуєте?
    [one] Буде відключено { $value } особу. Ви цього очікуєте?
    [few] Буде відключено { $value } особи. Ви цього очікуєте?
   *[other] Буде відключено { $value } осіб. Ви цього очікуєте?
}
plan-reject = Відхилити цей план…
plan-reject-explained = Жодної з його змін не буде внесено. Наступного разу синхронізація складе новий план.
plan-reject-confirm = Відхилити план
plan-lines = Зміни по одній
plan-lines-none = Реєстр не надіслав переліку.
plan-lines-cut = Усього рядків: { $value }; реєстр надіслав перші з них.
plan-waiting = Чекає
plan-approved = Схвалено
plan-applied = Виконано
plan-rejected = Відхилено
plan-expired = Строк минув
done-plan-first = Ваше схвалення записано. План має схвалити ще один адміністратор.
done-plan-approved = План схвалено. Синхронізація тепер може його виконати.
done-plan-rejected = План відхилено.
done-plan-again = Ви вже схвалили цей план. Це має зробити ще й інший адміністратор.
done-plan-late = Щодо цього плану вже не можна було нічого вирішити.
nav-plans = Плани
nav-plans-waiting = чекає: { $n }
action-plan-submit = План отримано
action-plan-list = Переглядав плани
action-plan-view = Відкрив план
action-plan-approve = Схвалив план
action-plan-reject = Відхилив план
action-plan-apply = План виконано

hr-says = За кадровим реєстром
employment-suspended = Призупинено
employment-left = Звільнено
resume-withheld = Обліковий запис призупинено. За кадровим реєстром особу не можна допускати, тож поновити його тут не можна.
readmit = Допустити цю особу знову
readmit-explained = Ця особа була звільнена й знову є в кадровому реєстрі. Обліковий запис лишається закритим, доки ви її не допустите. Остаточно закритий запис не відкривається: особа реєструється й отримує новий.
sync-heading = Синхронізація
sync-locked = Жодна синхронізація не змінює цю особу й не чіпає обліковий запис.
sync-reason = Причина
sync-lock = Захистити від синхронізації…
sync-lock-explained = Жодна синхронізація більше не змінюватиме цю особу й не чіпатиме обліковий запис, доки ви її не повернете.
sync-lock-confirm = Захистити
sync-unlock = Повернути синхронізації
done-readmitted = Особа може повернутися.
done-locked = Жодна синхронізація більше не чіпає цю особу.
done-unlocked = Синхронізація знову дбає про цю особу.
done-lock-reason = Нічого не змінено: потрібна причина не довша за 300 знаків.
action-person-update = Дані особи змінено
action-person-missing = Відсутність у реєстрі
action-person-readmit = Допустив особу знову
action-person-lock = Захистив особу від синхронізації
action-person-unlock = Повернув особу синхронізації
action-person-invite = Запросив колегу
action-person-invite-joiner = Нового працівника запрошено
action-account-adopt = Запис за запрошенням перейнято

reports-title = Звіти перевірки
reports-count = { $n ->
    [one] { $n } звіт
    [few] { $n } звіти
   *[other] { $n } звітів
}
reports-none = Нічого не заблоковано
reports-none-hint = Щойно антивірус зупинить файл, він з’явиться тут.
reports-none-found = Немає звітів за цими умовами
reports-back = Усі звіти
report-title = Звіт перевірки
report-found = Що знайдено
report-origin = Звідки надійшло
report-no-people = Відправників і одержувачів тут не названо, і файл звідси відкрити не можна.
verdict = Висновок
signature = Сигнатура
type = Тип вмісту
size = Розмір
hash = SHA-256 збереженого
encrypted = Наскрізне шифрування
uploaded-to = Сервер
sender-organisation = Організація відправника
scanned-for = Перевірено для
organisation-externals = Зовнішні особи
organisation-unknown = Невідома
verdict-blocked = Заблоковані
verdict-unchecked = Не вдалося перевірити
verdict-all = Усі висновки
verdict-clean = Безпечний
verdict-infected = Заражений
verdict-type-forbidden = Тип не дозволено
verdict-too-large = Завеликий
verdict-unscannable-encrypted = Захищений паролем
verdict-unscannable-limits = Понад обмеження
verdict-unscannable-malformed = Пошкоджений
verdict-engine-error = Збій антивірусу
verdict-timeout = Перевищено час
verdict-hash-mismatch = Не той файл
effect-clean = Нічого не знайдено. Файл можна відкрити.
effect-blocked = Цей файл більше ніхто не може відкрити, зберегти чи переглянути.
effect-unchecked = Висновку немає, тож файл залишається закритим, доки його не вдасться перевірити.

engine-title = Антивірус
engine-explained = Кожен сканер щохвилини випробовує свій рушій нешкідливим тестовим файлом. Файли видаються, лише доки рушій працює.
engine-name = Рушій
engine-none = Жоден сканер ще не озвався
engine-none-hint = Доти файли залишаються закритими. Якщо це триває, повідомте оператора.
engine-more = Докладніше
engine-working = Працює
engine-failing = Не працює
engine-silent = Немає звісток
engine-checked = Остання перевірка
engine-trouble = Цей рушій зараз не може перевіряти файли, вони залишаються закритими. Повідомте оператора.
signatures-version = Сигнатури
signatures-made = Сигнатури створено
signatures-age = сигнатури створено { $value } тому
signatures-age-unknown = вік сигнатур невідомий
signatures-old = Застарілі
ago = { $value } тому

age-moment = менше хвилини
age-minutes = { $n ->
    [one] { $n } хвилину
    [few] { $n } хвилини
   *[other] { $n } хвилин
}
age-hours = { $n ->
    [one] { $n } годину
    [few] { $n } години
   *[other] { $n } годин
}
age-days = { $n ->
    [one] { $n } день
    [few] { $n } дні
   *[other] { $n } днів
}
size-bytes = { $n ->
    [one] { $n } байт
    [few] { $n } байти
   *[other] { $n } байтів
}
size-kib = { $value } КіБ
size-mib = { $value } МіБ
decimal-point = ,

nav-offboardings = Вибуття
offboardings-title = Вибуття
offboardings-explained = Що відбувається з обліковими записами тих, хто пішов або перейшов, крок за кроком. Відкрийте запис, щоб побачити квитанцію.
offboardings-back = Усі вибуття
offboardings-none = Ще ніхто не вибув
offboardings-none-hint = Вибуття з’являються, коли кадрова служба повідомляє про звільнення або коли ви запускаєте його самі.
offboardings-none-found = Немає вибуттів у цьому стані
offboardings-count = { $n ->
    [one] { $n } вибуття
    [few] { $n } вибуття
   *[other] { $n } вибуттів
}
offboarding-rooms = Залишено кімнат
offboarding-cause = Причина
offboarding-cause-left = Звільнення за даними кадрів
offboarding-cause-moved = Перехід на інший сервер
offboarding-cause-administrator = Рішення адміністратора
offboarding-cause-expired = Закінчився строк
offboarding-started = Розпочато
offboarding-ended = Завершено
offboarding-closes = Закриття облікового запису
offboarding-stuck = Потрібна ще спроба
offboarding-state-running = Триває
offboarding-state-waiting = Вийшов, ще не закрито
offboarding-state-closed = Закрито
offboarding-state-cancelled = Скасовано
offboarding-step-sessions = Обліковий запис заблоковано, сеанси завершено
offboarding-step-directory = Вилучено з довідника
offboarding-step-rooms = Кімнати передано й залишено
offboarding-step-servers = Побачили інші сервери
offboarding-step-close = Обліковий запис закрито назавжди
offboarding-detail-never-made = Сервер так і не створив цього облікового запису.
offboarding-done-started = Вибуття розпочато. Ця сторінка показує, як воно просувається: оновіть її, щоб побачити більше.
offboarding-done-cancelled = Вибуття скасовано. Обліковий запис призупинено: відновіть його на сторінці особи, якщо ним мають користуватися далі.
offboarding-done-too-late = Запізно: обліковий запис уже почав залишати кімнати.
offboarding-cancel = Скасувати вибуття…
offboarding-cancel-explained = Це можливо, доки обліковий запис не почав залишати кімнати. Обліковий запис лишається призупиненим, доки ви його не відновите.
offboarding-cancel-confirm = Скасувати вибуття
offboard = Оформити вибуття цієї особи…
offboard-sessions = Особу негайно буде виведено з усіх пристроїв, і вона більше не зможе увійти. Її застосунок видалить свої дані.
offboard-rooms = Обліковий запис залишить усі кімнати, також на інших серверах. Де він останній адміністратор, спершу ним стане хтось інший.
offboard-directory = Ніхто більше не знайде цю особу.
offboard-close = { $n ->
    [0] Обліковий запис буде одразу закрито назавжди. Його ім’я більше ніхто не отримає.
    [one] Через { $n } день обліковий запис буде закрито назавжди. Його ім’я більше ніхто не отримає.
    [few] Через { $n } дні обліковий запис буде закрито назавжди. Його ім’я більше ніхто не отримає.
   *[other] Через { $n } днів обліковий запис буде закрито назавжди. Його ім’я більше ніхто не отримає.
}
offboard-confirm = Оформити вибуття
receipt-title = Вибуття: { $value }
receipt-facts = Дані
receipt-steps = Кроки
receipt-step = Крок
receipt-outcome = Результат
receipt-detail = Подробиці
receipt-rooms = Кімнати
receipt-no-rooms = Кімнат не відомо: їх немає або їх ще не перелічено.
receipt-room = Кімната
receipt-was = Обліковий запис був
receipt-handover = Передача
receipt-departure = Вихід
receipt-servers = Сервери
outcome-pending = Очікується
outcome-done = Виконано
outcome-failed = Не вдалося, буде ще спроба
membership-join = Учасник
membership-invite = Запрошений
membership-knock = Просить увійти
handover-pending = Очікується
handover-not-needed = Не потрібна
handover-done = Передано
handover-nobody = Нема кому передати
handover-failed = Не вдалося
action-offboarding-start = Вибуття розпочато
action-offboarding-cancel = Вибуття скасовано
action-offboarding-handover = Кімнату передано
action-room-handover = Кімнату передано останнім адміністратором
action-offboarding-out = Вийшов з усіх кімнат
action-offboarding-list = Перегляд вибуттів
action-offboarding-view = Відкрито квитанцію вибуття
action-account-close = Обліковий запис закрито назавжди
