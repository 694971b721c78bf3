### Види кімнат, перелік публічних кімнат, керування кімнатою, люди ззовні.

external-mark = зовнішній
external-self = Поза державною службою
kind-externals = відкрита назовні
kind-with-externals = З людьми ззовні
kind-announcement-private = Оголошення
kind-announcement-public = Публічні оголошення
nothing-external = Ви бачите розмови, до яких вас запросили.

room-externals = Приватна кімната, відкрита для людей ззовні
room-externals-explain = Читати її можуть лише ті, кого ви запросили. Можна запрошувати й людей, які не на державній службі.
room-externals-later = Людей ззовні ви запросите за їхніми адресами, коли кімнату буде створено.
room-announcement = Оголошення
room-announcement-explain = Пишуть лише ті, хто керує кімнатою. Ви обираєте, хто може її читати.
room-audience = Хто може читати оголошення
room-audience-invited = Ті, кого запросили
room-audience-invited-explain = Читати її можуть лише ті, кого ви запросили.
room-audience-everybody = Усі
room-audience-everybody-explain = Усі в усіх міністерствах можуть знайти її, приєднатися й читати. Вона не шифрується.
room-restricted = Обмежена: цю кімнату ніколи не можна буде відкрити для людей ззовні
room-theme = Тема

theme-none = Без теми
theme-all = Усі теми
theme-of-administration = Управління
theme-of-budget = Бюджет і фінанси
theme-of-culture = Культура
theme-of-digital = Цифрові послуги
theme-of-economy = Економіка
theme-of-education = Освіта й наука
theme-of-environment = Довкілля й енергетика
theme-of-health = Охорона здоров’я
theme-of-justice = Юстиція
theme-of-security = Безпека
theme-of-work = Праця й кадри

directory-theme = Тема
directory-first = { $count ->
    [one] Перша { $count } публічна кімната
    [few] Перші { $count } публічні кімнати
   *[other] Перші { $count } публічних кімнат
}
directory-missing = Кімнати { $names } зараз не можна показати. Спробуйте пізніше.
directory-look = Огляд
directory-look-label = Огляд кімнати { $name } перед тим, як приєднатися
directory-organisation = Організація
directory-size = Учасники
directory-closed = Повідомлення, зокрема й давніші, відкриються, коли ви приєднаєтеся. Інші побачать, що ви прийшли; вийти можна будь-коли.
directory-readable = Повідомлення можна читати, не приєднуючись. Ось останні з них.
directory-readable-none = Повідомлення можна читати, не приєднуючись, але показати їх звідси не можна: з вашої організації там ще нікого немає.
directory-messages = Останні повідомлення

details-all = Усі учасники
details-manage = Керувати кімнатою
details-pins = Закріплені повідомлення ({ $count })
details-externals = { $count ->
    [one] Тут є { $count } людина ззовні, і вона читає повідомлення.
    [few] Тут є { $count } людини ззовні, і вони читають повідомлення.
   *[other] Тут є { $count } людей ззовні, і вони читають повідомлення.
}
details-may-come = Сюди можна запрошувати людей, які не на державній службі.
details-announcement = Тут пишуть лише ті, хто керує кімнатою.
details-own-outside = Ви тут як людина ззовні. Це бачать усі в кімнаті.
composer-externals = Те, що ви пишете, читають люди ззовні.
composer-announcement = Тут пишуть лише ті, хто керує кімнатою. Ви можете реагувати на їхні повідомлення.
composer-moved = Цю кімнату закрито. Розмова триває в новій кімнаті.
successor-line = Цю кімнату перенесено на новішу версію. Розмова триває в новій кімнаті.
successor-open = Перейти до нової кімнати

room-parts = Частини кімнати
room-part-members = Учасники
room-part-invite = Запросити
room-part-pins = Закріплене
room-part-about = Про кімнату

members-search = Ім’я або організація
members-filter = Показати
members-everybody = Усіх
members-managing = Тих, хто керує кімнатою
members-external = Людей ззовні
members-invited = Запрошених, які ще не прийшли
members-banned = Тих, кого не впускають
members-shown = { $all ->
    [0] Нікого.
    [one] { $count } з { $all } людини
   *[other] { $count } з { $all } людей
}
member-actions = Що можна зробити: { $name }
member-card = Показати картку
member-there = у кімнаті
member-remove = Вилучити з кімнати
member-remove-explain = { $name } вийде з кімнати й більше не отримуватиме її повідомлень. Можна буде запросити знову.
member-removed = { $name } більше не в кімнаті.
member-ban = Вилучити й не впускати
member-ban-explain = { $name } вийде з кімнати й не зможе повернутися, доки хтось із тих, хто нею керує, не дозволить.
member-banned = { $name }: більше не впускають.
member-unban = Знову впустити
member-unban-label = Знову впустити: { $name }
member-unbanned = { $name } може повернутися на запрошення, а до публічної кімнати — приєднавшись.
role-member = учасник
role-moderator = модератор
role-administrator = адміністратор
role-make-member = Зробити учасником
role-make-moderator = Зробити модератором
role-make-administrator = Зробити адміністратором
role-member-explain = { $name } бере участь, як усі, і більше не керує кімнатою.
role-moderator-explain = { $name } зможе запрошувати й вилучати людей, видаляти й закріплювати повідомлення, змінювати назву й тему.
role-administrator-explain = { $name } вирішуватиме в цій кімнаті все, як і ви. Самі ви цього скасувати не зможете.
role-change = Змінити роль
role-made-member = { $name } тепер учасник.
role-made-moderator = { $name } тепер модератор.
role-made-administrator = { $name } тепер адміністратор.

invite-way = Як ви хочете запросити?
invite-way-search = Знайти колегу або підрозділ
invite-way-list = Вставити список
invite-way-external = Людей ззовні, за їхніми адресами
invite-not-open = Людей ззовні сюди запросити не можна. Адміністратор може відкрити для них кімнату в розділі «Про кімнату».
invite-never-open = Ця кімната обмежена: людей ззовні до неї ніколи не можна запросити.
people-whole = Запросити весь підрозділ
inviting-begins = Шукаємо людей…
inviting-done = { $failed ->
    [0] { $count ->
        [one] Запрошено { $count } людину.
        [few] Запрошено { $count } людини.
       *[other] Запрошено { $count } людей.
    }
   *[other] Запрошено: { $count }; не вдалося запросити: { $failed }.
}
list-label = Робочі адреси або імена, по одному в рядку
list-help = Ім’я зараховується, лише якщо воно повне і його не має ніхто інший.
list-too-many = { $count ->
   *[other] Рядків: { $count }. Вставляйте щонайбільше { $most } за раз.
}
list-go = { $count ->
    [0] Запросити
    [one] Запросити { $count } людину
    [few] Запросити { $count } людини
   *[other] Запросити { $count } людей
}
list-progress = Перевірено { $done } з { $total }…
list-done = { $count ->
   *[other] Запрошено { $count } з { $total }.
}
list-answers = Що сталося з кожним рядком
line-invited = запрошено
line-already_there = уже тут або запрошено раніше
line-own = це ви
line-not_yet = ще не в Depesha
line-unreachable = недоступно
line-not_found = нікого не знайдено: перевірте написання
line-several = { $count ->
    [one] це ім’я має { $count } людина: вкажіть адресу
    [few] це ім’я мають { $count } людини: вкажіть адресу
   *[other] це ім’я мають { $count } людей: вкажіть адресу
}

external-explain = Люди ззовні бачать повідомлення лише цієї кімнати. Ви відповідаєте за них: перед кінцем строку вам нагадають, і ви його продовжите або дасте йому скінчитися.
external-label = Їхні поштові адреси, по одній у рядку
external-help = Адреси міністерств не приймаються: ці колеги є в довіднику.
external-until = Як довго вони братимуть участь
external-days-default = Звичайний строк
external-days-30 = 30 днів
external-days-90 = 90 днів
external-days-180 = Пів року
external-mailed = запрошено поштою
external-invited = запрошено
external-already_there = уже тут або запрошено раніше
external-bad_email = це не поштова адреса
external-internal = працює в міністерстві: знайдіть у довіднику
external-twice = двічі в цьому списку
external-ended = строк скінчився: спершу продовжте його
external-too_many = більше сьогодні запросити не можна
external-failed = не вдалося: спробуйте пізніше

about-kind = Вид
about-label = Позначка
about-restricted = обмежена
about-save = Зберегти
about-saved = Збережено.
picture-heading = Зображення
picture-choose = Вибрати зображення…
picture-change = Вибрати інше зображення…
picture-remove = Прибрати зображення
picture-explain = Середину зображення в малому розмірі бачать усі, хто бачить кімнату; воно не зашифроване. Більше нічого з файлу цей комп’ютер не залишає.
picture-checking = Зображення перевіряється…
picture-set = Тепер це зображення кімнати.
picture-removed = Кімната більше не має зображення.
about-list = Зберегти список учасників…
about-list-saved = Список учасників збережено.
about-earlier = Кого запросять, той читає й написане раніше
about-earlier-text = Якщо це вимкнути, нові учасники читатимуть лише написане після їхнього приходу. Написане тим часом залишиться для них закритим, навіть якщо ввімкнути це знову.
about-open = Відкрити для людей ззовні
about-open-title = Відкрити цю кімнату для людей ззовні?
about-open-text = Відтоді можна буде запрошувати людей, які не на державній службі, і їм може бути видно написане раніше. Скасувати це не можна: щоб бути лише серед колег, потрібна буде нова кімната.
about-opened = Тепер можна запрошувати людей ззовні.
about-upgrade = Перенести на новішу версію
about-upgrade-title = Перенести цю кімнату на новішу версію?
about-upgrade-text = Кімнати версії { $from } ще працюють; версія { $to } безпечніша. Буде створено нову кімнату з такою самою назвою, а цю закрито: її повідомлення й далі можна читати тут. Усіх учасників буде запрошено до нової кімнати, і вони перейдуть до неї одним натисканням.
column-name = Ім’я
column-organisation = Організація
column-account = Обліковий запис
column-role = Роль
column-external = Ззовні
column-state = Стан

pins-count = { $count ->
    [0] Нічого не закріплено. Закріпити повідомлення можна в його меню «Більше».
    [one] { $count } закріплене повідомлення
    [few] { $count } закріплені повідомлення
   *[other] { $count } закріплених повідомлень
}
pin-unreadable = Повідомлення, яке тут не можна прочитати
pin-show = Показати
pin-show-label = Показати в розмові: { $text }
pin-looking = Шукаємо повідомлення…
pin-gone = Це повідомлення не можна показати: його немає серед того, що ви можете тут прочитати.
pin-remove = Відкріпити
pin-remove-label = Відкріпити: { $text }
action-pin = Закріпити
action-report = Повідомити модераторів

report-title = Повідомити модераторів про це повідомлення
report-text = Ті, хто керує кімнатою, отримають ваше повідомлення в розмові на двох, разом зі словами повідомлення. Більше нікому про це не скажуть.
report-why = Що з ним не так? (необов’язково)
report-message = Хочу звернути вашу увагу на повідомлення, яке { $sender } пише в кімнаті «{ $room }» ({ $at }):
report-send = Повідомити
report-done = Ваше повідомлення побачать: { $names }.
report-nobody = Цією кімнатою більше ніхто не керує. Зверніться до свого адміністратора.

leave-last-title = Хто керуватиме кімнатою після вас?
leave-last-text = Ви останній адміністратор цієї кімнати. Оберіть, хто керуватиме нею відтепер; після цього ви вийдете.
leave-last-nobody = Ви останній адміністратор, і тут немає колеги, який міг би вас замінити. Коли ви вийдете, кімнатою не керуватиме ніхто.
leave-last-successor = Адміністратор відтепер
leave-last-button = Передати й вийти

sponsored-title = Люди ззовні
sponsored-text = Ці люди беруть участь, бо їх запросили ви або колега до вас. Ви за них відповідаєте.
sponsored-count = { $count ->
    [0] Ви не запросили нікого ззовні.
    [one] { $count } людина
    [few] { $count } людини
   *[other] { $count } людей
}
sponsored-time = Продовжувати на
sponsored-invited = Запрошено, облікового запису ще немає; до { $date }
sponsored-active = Бере участь до { $date }
sponsored-ended = Скінчилося { $date }
sponsored-rooms = У кімнатах: { $names }
sponsored-renew = Продовжити
sponsored-renew-label = Продовжити строк: { $name }
sponsored-renew-title = Продовжити строк: { $name }?
sponsored-renew-text = Від сьогодні: { $time }. Ви й далі відповідаєте за цю людину.
sponsored-renew-done = Строк продовжено: { $name }.
sponsored-end = Припинити
sponsored-end-label = Припинити участь зараз: { $name }
sponsored-end-title = Припинити участь зараз: { $name }?
sponsored-end-text = Ця людина вийде з усіх кімнат і більше не зможе ввійти. Пізніше строк можна продовжити; тоді потрібні будуть нові запрошення.
sponsored-end-done = Участь припинено: { $name }.

room-part-threads = Гілки
details-threads = Гілки
