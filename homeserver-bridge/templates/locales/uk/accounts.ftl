# Облікові записи в консолі адміністраторів, українською.

nav-invitations = Запрошення
acts = Дії
homeserver = Сервер
pager-first = Перша сторінка
confirm-happens = Що станеться
confirm-back = Повернутися

people-counted = { $n ->
    [one] { $value } особа
    [few] { $value } особи
   *[many] { $value } осіб
}
people-many = Понад { $value } осіб
people-select = Вибір
people-export = Зберегти цей список у CSV
people-offboard = Оформити вибуття вибраних…
people-offboard-hint = Поки нічого не станеться: наступна сторінка запитає.

invite-several = Запросити кількох осіб
invite-one = Запросити одну особу
invite-outside = Ви не відповідаєте за цю організацію.
invite-account = Власник цієї адреси вже має обліковий запис.
invite-leaving = Обліковий запис цієї адреси саме вибуває. Скасуйте вибуття або дочекайтеся його кінця.
invite-list-title = Запросити кількох осіб
invite-list-explained = Для людей, яких немає в кадровому реєстрі. До { $n } рядків, на кожен буде відповідь. Організація випливає з адреси, якщо рядок її не називає.
invite-list-text = Одна особа в рядку
invite-list-hint = Адреса, далі ім’я, прізвище та організація, розділені комами або крапками з комою: anna.koval@interior.example; Анна; Коваль. Підійде й «Anna Koval <anna.koval@interior.example>». Далі може стояти останній день облікового запису: 2027-12-31. Перший рядок може називати стовпці: пошта; ім’я; прізвище; організація; останній день.
invite-list-file = Або файл CSV
invite-list-file-hint = У кодуванні UTF-8. Якщо вибрати файл, текст угорі не використовується.
invite-list-submit = Надіслати запрошення
invite-list-empty = Немає чого робити: напишіть хоча б одну адресу або виберіть файл.
invite-list-long = У списку понад { $n } рядків. Нікого не запрошено: поділіть його й надішліть частинами.
invite-list-encoding = Файл не є текстом у UTF-8. Нікого не запрошено: збережіть його як «CSV UTF-8» і виберіть знову.
invite-list-summary = { $n ->
    [0] Нікого не запрошено (рядків: { $value })
    [one] Запрошено { $n } особу з { $value }
    [few] Запрошено { $n } особи з { $value }
   *[many] Запрошено { $n } осіб з { $value }
}
invite-list-left = { $n ->
    [one] { $value } рядок треба виправити. Він унизу: виправте його й надішліть знову.
    [few] { $value } рядки треба виправити. Вони внизу: виправте їх і надішліть знову.
   *[many] { $value } рядків треба виправити. Вони внизу: виправте їх і надішліть знову.
}
invite-list-line = Рядок
invite-list-outcome = Підсумок
invite-list-because = Що це означає
invite-outcome-invited = Запрошено
invite-outcome-known = Є в кадрах
invite-outcome-already = Уже запрошено
invite-outcome-account = Має обліковий запис
invite-outcome-twice = Двічі у списку
invite-outcome-bad-address = Не адреса
invite-outcome-foreign-domain = Чужий домен
invite-outcome-wrong-domain = Не та організація
invite-outcome-unknown-organisation = Невідома організація
invite-outcome-which-organisation = Яка організація?
invite-outcome-outside = Не ваша
invite-outcome-bad-name = Бракує імені
invite-outcome-leaving = Вибуває
invite-outcome-failed = Не зроблено
invite-because-invited = Запрошення вже в дорозі поштою.
invite-because-known = Кадровий реєстр знає цю адресу. Особа може зареєструватися без запрошення.
invite-because-already = Є відкрите запрошення. Його можна надіслати ще раз зі списку запрошень.
invite-because-account = Власник цієї адреси вже зареєструвався.
invite-because-twice = Ця адреса вже є вище у списку.
invite-because-bad-address = Пишіть так: name@organisation.example.
invite-because-foreign-domain = Жодна організація тут не має цього домену. Перевірте частину після @.
invite-because-wrong-domain = Названа організація не має цього домену.
invite-because-unknown-organisation = Немає організації з такою назвою. Напишіть її, як у списку осіб, або приберіть.
invite-because-which-organisation = Цей домен мають кілька організацій. Додайте організацію до рядка.
invite-because-outside = Ви не відповідаєте за цю організацію. Зверніться до її адміністратора.
invite-because-bad-name = Додайте ім’я та прізвище, щонайбільше по 100 знаків.
invite-because-leaving = Обліковий запис цієї адреси саме вибуває. Скасуйте вибуття або дочекайтеся його кінця.
invite-because-failed = Щось не вийшло з нашого боку. Надішліть рядок ще раз.

invitations-title = Запрошення
invitations-explained = Люди, яких адміністратори запросили, бо кадри їх не знають; найновіші вгорі.
invitations-search = Ім’я або адреса
invitations-none = Ще нікого не запрошено
invitations-none-hint = Запросіть людей, які працюють з установами, але не внесені до кадрового реєстру.
invitations-none-found = Жодне запрошення не підходить
invitation-by = Хто запросив
invitation-sent = Надіслано (UTC)
invitation-ends = Діє до (UTC)
invitation-open = Відкрите
invitation-used = Використане
invitation-expired = Минув строк
invitation-revoked = Відкликане
invitation-resend = Надіслати ще раз
invitation-revoke = Відкликати…
done-resent = Запрошення знову в дорозі, його строк почався спочатку.
done-revoked = Запрошення відкликано.
done-invitation-late = Нічого не змінено: особа вже зареєструвалася, кадри її вже знають або запрошення відкликали раніше.
revoke-title = Відкликати це запрошення
revoke-code = Особа більше не зможе зареєструватися. Надісланий їй код перестане діяти.
revoke-again = Їй про це не повідомлять.
revoke-undo = Згодом запрошення можна надіслати знову.
revoke-confirm = Відкликати запрошення

suspend-title = Призупинити цей обліковий запис
suspend-signed-out = Особу відразу буде від’єднано всюди, і вона не зможе увійти.
suspend-kept = Нічого не видаляється: кімнати, повідомлення й назва облікового запису лишаються.
suspend-found = Колеги й далі знаходять особу, але ніхто не читає надісланого їй.
suspend-undo = Обліковий запис можна відновити будь-коли.
offboard-title = Оформити вибуття цієї особи
offboard-undo = Це не можна скасувати, щойно обліковий запис почне виходити з кімнат. До того вибуття можна відкликати.
offboard-many-title = Вибуття кількох осіб
offboard-many-people = { $n ->
    [one] Вибуде { $value } особа
    [few] Вибудуть { $value } особи
   *[many] Вибуде { $value } осіб
}
offboard-many-happens = Що станеться з кожною
offboard-many-without = Немає чого закривати
offboard-many-second = Понад { $n } за раз — потрібен другий адміністратор. Нічого не станеться, доки хтось інший не погодиться.
offboard-many-propose = Запропонувати другому адміністраторові
offboard-many-confirm = { $n ->
    [one] Оформити вибуття цієї особи
    [few] Оформити вибуття цих { $value } осіб
   *[many] Оформити вибуття цих { $value } осіб
}
offboard-many-list = Знайти осіб
offboard-many-hint = По одній у рядку: робоча адреса, обліковий запис або ключ особи. Поки нічого не станеться.
offboard-many-look-up = Знайти
offboard-many-empty = Нікого не вибрано. Позначте осіб у списку або назвіть їх тут.
offboard-many-long = Щонайбільше { $n } осіб за раз. Поділіть список.
offboard-many-unknown = За цими рядками нікого з ваших не знайдено. Решта — вгорі.
offboarding-done-many = Вибуття розпочато. Відкрийте одне, щоб побачити його перебіг.

devices-heading = Сеанси та пристрої
devices-sessions = Увійшла на
devices-count = { $n ->
    [0] жодному пристрої
    [one] { $value } пристрої
   *[other] { $value } пристроях
}
homeserver-says = Сервер каже
homeserver-open = У користуванні
homeserver-locked = Заблоковано
homeserver-missing = Ще не створено
homeserver-silent = Зараз він не відповідає. Перезавантажте цю сторінку за хвилину.
homeserver-differs = Обліковий запис на сервері не такий, як має бути.
put-right = Узгодити сервер
device-name = Пристрій
device-nameless = Без назви
device-id = Ключ пристрою
device-seen = Востаннє (UTC)
device-never = Ніколи
device-remove = Від’єднати…
remove-device-title = Від’єднати цей пристрій
remove-device-out = Сеанс на цьому пристрої відразу завершиться.
remove-device-store = Застосунок на ньому видалить збережене, щойно з’явиться зв’язок.
remove-device-others = Інші пристрої особи лишаться під’єднаними.
remove-device-undo = Особа зможе знову увійти з нього, якщо ви не призупините обліковий запис.
remove-device-confirm = Від’єднати пристрій
end-sessions = Завершити всі сеанси…
end-sessions-title = Завершити всі сеанси
end-sessions-everywhere = Особу відразу буде від’єднано на всіх пристроях.
end-sessions-again = Вона зможе знову увійти зі своїм паролем.
end-sessions-keys = Щоб читати давніші повідомлення, їй тоді знадобиться ключ відновлення.
end-sessions-undo = Хто загубив і ключ відновлення, більше не прочитає давніших повідомлень. Призупиніть обліковий запис, якщо пароль знає хтось інший.
end-sessions-confirm = Завершити всі сеанси
reset-recovery = Скинути відновлення…
reset-recovery-title = Скинути відновлення
reset-recovery-sessions = Особу відразу буде від’єднано на всіх пристроях.
reset-recovery-anew = Коли вона знову увійде, то дістане нові ключі й створить новий ключ відновлення.
reset-recovery-hours = { $n ->
    [one] На це вона має { $n } годину.
    [few] На це вона має { $n } години.
   *[many] На це вона має { $n } годин.
}
reset-recovery-shown = Колеги побачать застереження, що її ключі змінилися і їх слід звірити знову.
reset-recovery-rooms = Кімнати, контакти й обліковий запис лишаються такими, як є.
reset-recovery-undo = Це не можна скасувати. Давніші зашифровані повідомлення лишаться для цієї особи нечитними назавжди: її ключів тут ні в кого немає. Робіть це лише тоді, коли втрачено всі пристрої та ключ відновлення.
reset-recovery-confirm = Скинути відновлення
recovery-waits = Відновлення скинуто. Особа може почати заново, увійшовши до
send-code = Надіслати код для нового пароля
send-code-explained = Забутий пароль: особа отримає код поштою і задасть новий пароль. Доти діє старий.
send-invitation = Надіслати запрошення зареєструватися
send-invitation-explained = Особа ще не зареєструвалася. Лист пояснить, як це зробити.
done-sessions-ended = Усі сеанси завершено.
done-sessions-pending = Сервер зараз не відповідає. Сеанси завершаться, щойно він відповість.
done-device-removed = Пристрій від’єднано.
done-device-gone = Нічого не змінено: такого пристрою в обліковому записі вже немає.
done-unreachable = Нічого не змінено: сервер зараз не відповідає. Спробуйте за хвилину.
done-recovery-reset = Відновлення скинуто, особу від’єднано. Скажіть їй увійти знову.
done-recovery-pending = Відновлення скинуто. Сеанси завершаться, щойно сервер відповість.
done-code-sent = Код уже в дорозі поштою.
done-put-right = Обліковий запис на сервері такий, як має бути.

action-invitation-list = Перегляд запрошень
action-invitation-renew = Повторне запрошення особи
action-invitation-resend = Запрошення надіслано ще раз
action-invitation-revoke = Запрошення відкликано
action-invitation-expire = Строк запрошення минув
action-account-end-sessions = Завершено всі сеанси
action-account-remove-device = Від’єднано пристрій
action-account-reset-recovery = Скинуто відновлення
action-account-send-code = Надіслано код для пароля
action-account-put-right = Сервер узгоджено
action-people-export = Список осіб збережено
action-people-export-end = Список осіб передано
act-offboard-many = Вибуття багатьох осіб
approval-outcome-offboarded = Вибуття розпочато.
approval-outcome-offboarded-some = Вибуття розпочато, але не для всіх: дехто вже не мав облікового запису.

plan-means-out = будуть від’єднані всюди, щойно план виконають. Хто вибув, виходить із кімнат; призупинені зберігають обліковий запис.
plan-means-moved = переходять до іншої організації. Вони мають свій обліковий запис, доки новий не почнуть уживати.
plan-means-missing = цього разу їх немає в реєстрі. З ними поки нічого не станеться: кадри могли помилитися.
plan-means-others = нікого не від’єднають. Нові люди зможуть зареєструватися, імена й посади візьмуть із реєстру.
plan-brakes-explained = Словами програми, яка читає реєстр:
invite-until = Останній день облікового запису
invite-until-hint = Залиште порожнім, щоб діяв { $n } днів від сьогодні: довше вибрати не можна. Обліковий запис можна подовжити, перш ніж він закінчиться.
invite-bad-end = Виберіть день, який ще не минув і не пізніший, ніж дозволяє форма.
invitation-account = Обліковий запис до
done-invitation-over = Нічого не надіслано: останній день облікового запису минув. Відкличте запрошення, а тоді запросіть людину знову з іншим днем.
invite-outcome-bad-end = Останній день
invite-because-bad-end = Запишіть останній день як 2027-12-31 або 31.12.2027, спершу день. Він не має бути в минулому чи пізнішим, ніж дозволяє форма нижче.
