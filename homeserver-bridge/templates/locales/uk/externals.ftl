nav-externals = Тимчасові записи
externals-title = Облікові записи з кінцевою датою
externals-explained = Люди, за яких не ручається кадрова служба: люди ззовні, яких колеги запросили до кімнат, і ті, кого запросили адміністратори. Кожен запис має кінцеву дату та когось усередині, хто за нього відповідає і може його продовжити.
externals-back = Усі записи з кінцевою датою
externals-none = Ні в кого немає запису з кінцевою датою
externals-none-hint = Такі записи з’являються, коли колега запрошує когось ззовні або коли ви запрошуєте людину, якої кадрова служба не знає.
externals-none-found = Такого запису не знайдено
externals-count = { $n ->
    [one] { $n } запис
    [few] { $n } записи
    [many] { $n } записів
   *[other] { $n } запису
}
external-kind = Звідки
external-kind-outside = Ззовні
external-kind-invited = На запрошення адміністратора
external-state-invited = Запрошено
external-state-active = Діє
external-state-suspended = Призупинено
external-state-ended = Закінчився
external-standing-running = Не закінчилися
external-standing-unsponsored = Ніхто не відповідає
external-standing-ended = Закінчилися
external-until = Запис діє до
external-ended = Закінчився
external-sponsor = Хто відповідає
external-nobody = Ніхто всередині: адміністратори
external-rooms = Кімнати
external-change = Продовжити або припинити
external-person = Сторінка людини
external-renew = Продовжити
external-renew-explained = Запис працює до кінця вибраного дня. Якщо він закінчився, людина зможе ввійти знову, але вона вийшла з усіх кімнат і потребує нових запрошень.
external-renew-invited = Запис працює до кінця вибраного дня. Якщо він закінчився, людина зможе ввійти знову.
external-new-end = Останній день
external-sponsor-explained = Цей колега отримає нагадування перед кінцем і може продовжити або припинити запис. Про це йому повідомлять листом.
external-sponsor-email = Робоча адреса колеги
external-sponsor-set = Призначити цього колегу
external-end = Припинити цей запис…
external-end-explained = Усі сеанси одразу завершаться, і людина вийде з усіх кімнат. Запис можна буде продовжити; до кімнат потрібні нові запрошення.
external-end-invited = Усі сеанси одразу завершаться, і ніхто не зможе ввійти. Запис можна буде продовжити.
external-end-confirm = Припинити запис
external-done-renewed = Запис продовжено.
external-done-bad-day = Нічого не змінено: виберіть день від сьогодні, не надто далекий.
external-done-sponsor = Відтепер відповідає цей колега.
external-done-no-sponsor = Нічого не змінено: немає колеги з обліковим записом і такою адресою.
external-done-ended = Запис припинено. У квитанції видно, як просувається вихід із кімнат.
external-done-nothing = Нічого не потрібно було змінювати.
action-external-invite = Запрошено людину ззовні
action-external-room = Приведено до кімнати
action-external-room-refused = Не допущено до кімнати
action-external-renew = Запис продовжено
action-external-end = Строк запису закінчився
action-external-hand-over = Відповідає хтось інший
action-external-vouched = Відтепер ручається кадрова служба
action-external-list = Переглянуто записи з кінцевою датою
action-external-view = Відкрито запис із кінцевою датою
