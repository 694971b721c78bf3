### Головне вікно: список розмов і рядки над ним.

lines-label = Сповіщення
connection-connecting = З’єднання…
connection-offline-network = Немає зв’язку з Депешею. Ми пробуємо самі; написане вами надійде пізніше.
connection-offline-homeserver = Сервер повідомлень вашого міністерства не відповідає. Ми пробуємо самі; написане вами надійде пізніше.
trust-needs-recovery = Цей комп’ютер новий. Щоб читати попередні повідомлення, введіть ключ відновлення або підтвердьте його з іншого пристрою.
trust-enter-key = Ввести ключ відновлення
trust-confirm-device = Підтвердити з іншого пристрою
trust-fresh = У вас ще немає ключа відновлення. Без нього повідомлення втратяться разом із цим комп’ютером.
trust-create = Створити ключ відновлення
keys-begun = Старіші повідомлення стають доступними для читання.
keys-line = Старіші повідомлення стають доступними для читання: { $done } з { $rooms ->
    [one] { $rooms } розмови
   *[other] { $rooms } розмов
}
keys-over = Старіші повідомлення тепер можна читати.

list-heading = Розмови
list-filter = Шукати у списку
filter-label = Показати
filter-all = Усі
filter-unread = Непрочитані
filter-mentions = Згадки
filter-people = Люди
filter-rooms = Кімнати
list-empty = Розмов ще немає.
list-empty-filter = Жодна розмова не відповідає.
list-loading = Завантажуємо ваші розмови…
list-grouped = За установами
list-shown = { $count ->
    [one] { $count } розмова
    [few] { $count } розмови
   *[other] { $count } розмов
}
list-no-unread = Ви прочитали все.
list-no-mentions = Жодне непрочитане повідомлення вас не згадує.
list-no-people = У вас ще немає розмов удвох.
list-no-rooms = Ви ще не в жодній кімнаті.
list-show-all = Показати всі розмови
section-favourite = Обрані
section-usual = Інші розмови
section-outside = Люди ззовні
section-last = Низький пріоритет
invitations-heading = { $count ->
    [one] { $count } запрошення
    [few] { $count } запрошення
   *[other] { $count } запрошень
}
new-message = Написати колезі
new-room = Нова кімната
public-rooms = Публічні кімнати
account-menu = Ваш обліковий запис
settings = Налаштування
sign-out = Вийти

room-unread = { $count ->
    [one] { $count } непрочитане повідомлення
    [few] { $count } непрочитані повідомлення
   *[other] { $count } непрочитаних повідомлень
}
room-mentions = { $count ->
    [one] вас згадано { $count } раз
    [few] вас згадано { $count } рази
   *[other] вас згадано { $count } разів
}
room-muted = без сповіщень
room-marked-unread = позначено як непрочитане
preview-own = Ви: { $text }
preview-draft = Чернетка:
preview-from = { $sender }: { $text }
preview-file = Файл: { $text }
preview-image = Зображення: { $text }
preview-poll = Опитування: { $text }
preview-undecryptable = Повідомлення, яке тут ще не можна прочитати
preview-invitation = { $sender } запрошує вас
preview-deleted = Повідомлення видалено
kind-private = Приватна кімната
kind-public = Публічна кімната

row-menu = Що можна зробити: { $name }
mark-read = Позначити як прочитане
mark-unread = Позначити як непрочитане
read-done = { $name }: позначено як прочитане.
unread-done = { $name }: позначено як непрочитане.
own-heading = Для вас
place-label = Місце у списку
place-favourite = Обрані
place-usual = За останнім повідомленням
place-last = Низький пріоритет
place-favourite-yes = Додати до обраних
place-favourite-no = Вилучити з обраних
place-last-yes = Надати низький пріоритет
place-last-no = Зняти низький пріоритет
place-favourite-done = { $name }: серед обраних.
place-usual-done = { $name }: серед інших розмов.
place-last-done = { $name }: низький пріоритет.
folder-open = Покласти до теки…
folder-in = Тека: { $name }
folder-title = Тека для { $name }
folder-label = Тека
folder-new = Нова тека
folder-none = Без теки
folder-name = Назва нової теки
folder-help = Ваші теки бачите лише ви, на всіх своїх пристроях. Порожня тека зникає сама.
folder-save = Зберегти
folder-rename = Перейменувати «{ $name }»
folder-rename-label = Нова назва для «{ $name }»
folder-renamed = Тепер тека називається { $name }.
folder-done = { $name }: у теці { $folder }.
folder-none-done = { $name }: без теки.
notify-label = Сповіщення
notify-all = Усі повідомлення
notify-mentions = Лише згадки
notify-muted = Без сповіщень
notify-all-done = { $name }: вас сповіщатимуть про кожне повідомлення.
notify-mentions-done = { $name }: вас сповіщатимуть лише про згадки.
notify-muted-done = { $name }: без сповіщень.

nothing-title = Оберіть розмову
nothing-text = Або напишіть колезі зі свого чи іншого міністерства.
empty-title = Вітаємо, { $name }
empty-text = У вас ще немає розмов. Знайдіть колегу за іменем, посадою чи підрозділом або перегляньте публічні кімнати.

invite-title = Запрошення: { $room }
invite-text = { $sender } запрошує вас до цієї розмови.
invite-from = Від кого
invite-members = Уже там
invite-colleagues = { $count ->
    [0] З вашої установи нікого.
    [one] З вашої установи — { $count }.
    [few] З вашої установи — { $count }.
   *[other] З вашої установи — { $count }.
}
invite-accept = Прийняти
invite-decline = Відхилити

details-heading = Відомості
details-open = Показати відомості
details-close = Сховати відомості
details-topic = Про що ця розмова
details-topic-none = Ще ніхто не зазначив.
details-members = Учасники ({ $count })
details-invite = Запросити колегу
details-leave = Вийти з розмови
details-leave-title = Вийти з цієї розмови?
details-leave-text = Ви більше не отримуватимете її повідомлень. Щоб повернутися до приватної кімнати, потрібне нове запрошення.
details-leave-button = Вийти
member-invited = запрошено
details-encrypted = Повідомлення можуть читати лише учасники. Вони захищені на всьому шляху.
details-earlier-open = Кожен, кого запросять, зможе прочитати й те, що було написано раніше.
details-earlier-kept = Той, кого запросять, не бачитиме написаного раніше.
details-public = Будь-хто з усіх міністерств може знайти цю кімнату, приєднатися й прочитати все.
details-loading = Завантаження…
organisation-of = { $name }, { $organisation }

move-announced = Вас переведено до установи «{ $organisation }». Увійдіть там зі своєю робочою адресою; до того часу цей обліковий запис лишається, як є.
move-moved = Вас переведено до установи «{ $organisation }». Увійдіть там зі своєю робочою адресою; до { $date } працює й цей обліковий запис.
move-explain = Що робити
move-title = Вас переведено: { $organisation }
move-stays-until = Нова установа зберігає повідомлення на іншому сервері, тому вам потрібен там новий обліковий запис. Доки його немає, цей лишається, як є; колеги знаходять його й можуть вам писати.
move-until = Ваш новий обліковий запис працює, і колеги знаходять вас там. Цей працює до { $date }, потім його буде закрито.
move-step-copy = Скопіюйте те, що вам потрібно: попередні повідомлення можна читати лише в цьому записі.
move-step-sign-out = Вийдіть тут або скористайтеся іншим комп’ютером.
move-step-sign-in = Введіть свою робочу адресу в установі «{ $organisation }». Якщо запису ще немає, ви отримаєте на неї код.
move-step-rooms = Ваші розмови переходять самі: цей запис запрошує новий, і той заходить до них за вас.
move-later = Пізніше
move-sign-out = Вийти тут

trust-confirm = Підтвердити цей комп’ютер
trust-incomplete = Ваш ключ відновлення відкриває вже не все. Введіть його один раз, і Депеша це виправить.
trust-identity-changed = Ключі вашого облікового запису замінено. Якщо це зробили не ви, хтось може читати ваші повідомлення.
trust-look = Що робити
device-was-this-you = У ваш обліковий запис увійшли з непідтвердженого пристрою: «{ $name }». { $seen }. Він нічого не може прочитати. Це були ви?
device-yes = Так, це я
device-no = Ні, вийти на ньому
key-check-line = Ключ відновлення ще у вас? Без нього повідомлення втратяться разом із цим комп’ютером.
key-check-go = Перевірити зараз
identity-changed = У { $name } нові ключі. Так буває, коли людина втратила комп’ютер і почала знову. Перш ніж ділитися чимось таємним, зателефонуйте й запитайте.
identity-changed-compared = У { $name } нові ключі, хоча ви вже порівнювали знаки. Зателефонуйте, перш ніж писати; доки ви не вирішите, звідси нічого не надсилається.
identity-compare = Порівняти знову
identity-accept = Зрозуміло
