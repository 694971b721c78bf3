# Область сповіщень, сповіщення та системні вікна. Що показує сповіщення, кожен вибирає сам.
shell-open = Відкрити Depesha
shell-open-unread = { $count ->
    [one] Відкрити Depesha: чекає { $count } повідомлення
    [few] Відкрити Depesha: чекають { $count } повідомлення
   *[other] Відкрити Depesha: чекає { $count } повідомлень
}
shell-quiet-hour = Без сповіщень протягом години
shell-quiet-tomorrow = Без сповіщень до завтра
shell-quiet-over = Знову показувати сповіщення
shell-notifications = Налаштування сповіщень…
shell-lock = Заблокувати вікно
shell-test-message = Ось так виглядає сповіщення.
shell-quit = Вийти
shell-new-message = У вас нове повідомлення.
shell-send-file = Виберіть файл для надсилання
shell-recovery-file = Зберегти ключ відновлення
shell-member-list = Зберегти список учасників
shell-diagnostics = Зберегти діагностику
shell-back-title = Можна повертатися до Депеші
shell-back-text = Ви увійшли. Закрийте цю сторінку й продовжуйте у вікні Депеші.
