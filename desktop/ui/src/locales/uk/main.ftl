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

list-heading = Розмови
list-filter = Шукати у списку
filter-label = Показати
filter-all = Усі
filter-unread = Непрочитані
filter-people = Люди
filter-rooms = Кімнати
list-empty = Розмов ще немає.
list-empty-filter = Жодна розмова не відповідає.
list-loading = Завантажуємо ваші розмови…
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
preview-own = Ви: { $text }
preview-from = { $sender }: { $text }
preview-file = Файл: { $text }
preview-image = Зображення: { $text }
preview-undecryptable = Повідомлення, яке тут ще не можна прочитати
preview-invitation = { $sender } запрошує вас
preview-deleted = Повідомлення видалено
kind-private = Приватна кімната
kind-public = Публічна кімната

nothing-title = Оберіть розмову
nothing-text = Або напишіть колезі зі свого чи іншого міністерства.
empty-title = Вітаємо, { $name }
empty-text = У вас ще немає розмов. Знайдіть колегу за іменем, посадою чи підрозділом або перегляньте публічні кімнати.

invite-title = Запрошення: { $room }
invite-text = { $sender } запрошує вас до цієї розмови.
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
