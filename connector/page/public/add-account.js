/** Sets up an account and goes to it, where its phone can be linked. */
import { post } from './api.js';
import { element, field } from './dom.js';
import { once, outcome } from './form.js';
import { addressOf } from './words.js';

export function addAccount() {
  const name = element('input', { id: 'name', required: true, maxlength: 200, autocomplete: 'off' });
  const phone = element('input', {
    id: 'phone',
    type: 'tel',
    required: true,
    maxlength: 60,
    autocomplete: 'off',
  });
  const submit = element('button', { type: 'submit', class: 'main' }, 'Add account');
  const said = outcome();
  const form = element(
    'form',
    {
      submit: (event) => {
        event.preventDefault();
        void once(submit, said, async () => {
          /** @type {{ accountId: string }} */
          const added = await post('accounts', { name: name.value, phone: phone.value });
          dialog.close();
          location.hash = addressOf(added);
        });
      },
    },
    element('h2', { id: 'adding' }, 'Add an account'),
    field('Name', name),
    field('Phone number', phone, 'With its country code, such as +40 712 345 678.'),
    said.node,
    element(
      'div',
      { class: 'buttons' },
      element('button', { type: 'button', class: 'quiet', click: () => dialog.close() }, 'Cancel'),
      submit,
    ),
  );
  const dialog = element('dialog', { 'aria-labelledby': 'adding' }, form);
  const button = element(
    'button',
    {
      type: 'button',
      class: 'main',
      hidden: true,
      click: () => {
        form.reset();
        said.clear();
        dialog.showModal();
      },
    },
    'Add account',
  );
  return { dialog, button };
}
