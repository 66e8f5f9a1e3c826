// The Library page: find, update and delete what is on the server.
import { get } from '../shared/api.js';
import { isActive, isOver, taskOf } from '../shared/api-model.js';
import { agoTimes } from '../shared/formats.js';
import { LiveDownloads } from '../shared/live-downloads.js';
import { attempt, busy } from '../shared/notices.js';
import { onDemand } from '../shared/on-demand.js';
import { oneAtATime } from '../shared/one-at-a-time.js';
import { finderOf } from '../shared/reconcile.js';
import { showActivity } from './activity.js';
import { deleteFile, deleteModels, deleteVariant } from './deletions.js';
import { DiskUse } from './disk-use.js';
import { ModelTable } from './model-table.js';
import { isOpen, loadLacking, setOpen, toggle } from './row-details.js';
import { Selection } from './selection.js';
import { UpdateCheck } from './update-check.js';
import { Updates } from './updates.js';

const REFRESH_MS = 30_000;
const REFRESH_WHILE_ARRIVING_MS = 10_000;
const LOOK_MS = 5000;
const MINUTE_MS = 60_000;
// Only who clicks needs these: they are no part of the first view.
const menus = () => onDemand(() => import('./row-menu.js'));
const verifying = () => onDemand(() => import('./verification.js'));
const bins = () => onDemand(() => import('./bin.js'));
const copying = () => onDemand(() => import('./model-copies.js'));
const previews = () => onDemand(() => import('./update-preview.js'));
const sums = () => onDemand(() => import('./update-sum.js'));
const makingRoom = () => onDemand(() => import('./make-room.js'));
const adopting = () => onDemand(() => import('./adopt.js'));
const viewList = () => onDemand(() => import('./views.js'));
const OTHER_TABS = 'hf-downloader.library';

export class LibraryPage {
  #table;
  #disk;
  #server;
  #bin = null;
  #binBytes = 0;
  #selection;
  #updates = new Updates(name => this.#show(name));
  #check;
  #downloads;
  #others = new BroadcastChannel(OTHER_TABS);
  #refreshed = Date.now();
  #renew = oneAtATime(() => this.#renewTable());
  #states = null;
  #underWay = [];
  #told = '';
  /** @type {Promise<import('./verification.js').Verification> | null} */
  #verification = null;
  #verificationHere = null;
  #actions = {
    open: model => void toggle(model.item),
    menu: async (model, _, button) =>
      (await menus()).openRowMenu(button, model, this.#verificationHere?.taskOf(model), name =>
        this.#chosen(finderOf(button), model.id, name),
      ),
    update: (model, _, button) => this.#preview(model, finderOf(button)),
    verify: model => this.#verify([model]),
    repair: model => this.#repair(model),
    'copy-path': async (model, variant) => (await copying()).copyPath(model, variant),
    'copy-command': async (model, variant, button) => (await copying()).openCommands(button, model, variant),
    'delete-variant': (model, variant) => this.#delete(keeping => deleteVariant(model, variant, keeping)),
    'delete-file': (model, file) => this.#delete(keeping => deleteFile(model, file, keeping)),
  };

  /**
   * @param root where the lines are
   * @param form with filter, kind, group and order
   * @param server what the server says about itself
   */
  constructor(root, form, server) {
    agoTimes(root);
    this.#disk = new DiskUse(server);
    this.#table = new ModelTable(
      root,
      form,
      () => this.#selection?.show(),
      () => this.#complete(),
    );
    this.#selection = new Selection(root, this.#table, {
      update: models => this.#updateSeveral(models),
      verify: models => this.#verify(models),
      delete: models => this.#delete(keeping => deleteModels(models, keeping)),
    });
    this.#table.arrange();
    this.#complete();
    server.follow(loadLacking);
    this.#server = server;
    server.follow(system => this.#showBin(system));
    this.#check = new UpdateCheck(() => this.#refresh());
    root.addEventListener('click', event => this.#clicked(event));
    this.#others.addEventListener('message', () => this.#refresh());
    document.addEventListener('visibilitychange', () => document.hidden || this.#refresh());
    setInterval(() => document.hidden || this.#refreshWhenOld(), LOOK_MS);
    setInterval(() => document.hidden || agoTimes(root), MINUTE_MS);
    this.#downloads = new LiveDownloads(
      all => this.#heard(all),
      download => this.#updates.tells(download) || this.#verificationHere?.tells(download),
    );
    const views = /** @type {HTMLDetailsElement} */ (document.getElementById('views'));
    views.addEventListener('toggle', () => views.open && attempt(async () => (await viewList()).show(views)));
    void this.#openAsked();
    this.#enableRoom();
    const adopt = document.getElementById('open-adopt');
    adopt.addEventListener('click', () => busy(adopt, async () => (await adopting()).openAdopt(() => this.#refresh())));
    views.hidden = false; // the table above it is as long as it will be
    void this.#lookAtTasks();
  }

  /** What could go to make room is told on a click, or where a link leads to it. */
  #enableRoom() {
    const open = async () => (await makingRoom()).openRoom(deletion => this.#delete(deletion));
    const button = document.getElementById('open-room');
    const openAsked = () => location.hash === '#make-room' && busy(button, open);
    button.addEventListener('click', () => busy(button, open));
    addEventListener('hashchange', openAsked);
    openAsked();
  }

  /** What is being verified, from elsewhere or since before, is followed; the part of the page for it comes only then. */
  async #lookAtTasks() {
    try {
      const tasks = (await get('./api/v1/tasks?limit=1000')).body.map(taskOf);
      if (tasks.some(({ kind, isOver }) => (kind === 'verify' || kind === 'repair') && !isOver)) {
        await (await this.#verifying()).look();
      }
    } catch (failure) {
      console.warn(failure);
    }
  }

  #verifying() {
    this.#verification ??= verifying().then(({ Verification }) => {
      this.#verificationHere = new Verification(this.#table, () => this.#refresh());
      return this.#verificationHere;
    });
    this.#verification.catch(() => {
      this.#verification = null; // it is asked for again
    });
    return this.#verification;
  }

  async #verify(models) {
    await (await this.#verifying()).verify(models);
    this.#selection.clear();
  }

  /** It may have ended while the menu was open. */
  async #tell(model, step) {
    const task = this.#verificationHere?.taskOf(model);
    if (task) {
      await this.#verificationHere.tell(task.id, step);
    }
  }

  async #repair(model) {
    await (await this.#verifying()).repair(model);
    this.#downloads.now();
  }

  /** A link may lead to the details of one model. */
  async #openAsked() {
    const name = new URLSearchParams(location.search).get('open');
    const there = this.#table.visible.find(model => model.name === name);
    const item = (there ?? (name && this.#table.isPart ? await this.#table.bring(name) : undefined))?.item;
    if (item && !isOpen(item)) {
      setOpen(item, true); // as a rule the page came with them
    }
  }

  #clicked({ target }) {
    const model = this.#table.modelAt(target);
    const button = target.closest('[data-action]');
    const action = this.#actions[button?.dataset.action];
    if (action) {
      busy(button, () => action(model, button.dataset, button));
    } else if (!button && target.closest('.line') && !target.closest('a, label') && getSelection().isCollapsed) {
      toggle(model.item); // anywhere on the line
    }
  }

  /** What was chosen from the menu of a line, which may have been drawn anew since the menu was opened. */
  #chosen(findButton, id, name) {
    const model = this.#table.models.find(each => each.id === id);
    const button = findButton();
    if (!model || !button) {
      return; // it is gone, as the reader sees
    }
    const actions = {
      show: () => setOpen(model.item, true),
      check: () => this.#check.one(model),
      preview: () => this.#preview(model, findButton),
      verify: () => this.#verify([model]),
      pause: () => this.#tell(model, name),
      resume: () => this.#tell(model, name),
      cancel: () => this.#tell(model, name),
      delete: () => this.#delete(keeping => deleteModels([model], keeping)),
    };
    busy(button, actions[name]);
  }

  /** Watches the downloads: when one has begun, moved on or ended, however quickly, what is on the disk has changed. */
  #heard(all) {
    const states = all.map(({ id, state }) => `${id} ${state}`).join();
    const changed = this.#states !== null && states !== this.#states;
    this.#states = states;
    this.#underWay = all.filter(download => !isOver(download));
    this.#updates.heard(all);
    const told = JSON.stringify(this.#underWay.map(({ id, state, percent }) => [id, state, percent]));
    if (changed) {
      this.#refresh();
    } else if (told !== this.#told) {
      showActivity(this.#table.models, this.#underWay); // of hundreds of models not with each event
    }
    this.#told = told;
  }

  #refreshWhenOld() {
    const most = this.#underWay.some(isActive) ? REFRESH_WHILE_ARRIVING_MS : REFRESH_MS;
    if (Date.now() - this.#refreshed > most) {
      this.#refresh();
    }
  }

  /** While the disk is away, which is told above the list, the list stays as it was and each look tries again. After any other failure it has its time. */
  #refresh() {
    this.#refreshed = Date.now();
    return this.#renew();
  }

  async #renewTable() {
    try {
      await this.#table.refresh();
      this.#complete(); // also where the list itself is as it was
    } catch (failure) {
      console.warn(failure);
      if (failure.kind?.startsWith('disk-')) {
        this.#refreshed = 0;
      }
    }
  }

  /** What lines say besides what the server wrote into them, and what all of them make together. */
  #complete() {
    showActivity(this.#table.models, this.#underWay);
    this.#updates.show(this.#table.models);
    this.#verificationHere?.show();
    this.#disk.show(this.#table.sizes);
  }

  async #update(models, wish = {}) {
    await this.#updates.start(models, wish);
    this.#selection.clear();
    this.#downloads.now();
  }

  /** What all of them make together is told first, as it is for one. */
  async #updateSeveral(models) {
    const { confirmedUpdates } = await sums();
    if (await confirmedUpdates(models)) {
      await this.#update(models);
    }
  }

  /** Shows what an update would change; the button is free again meanwhile. */
  async #preview(model, findButton) {
    const { previewUpdate } = await previews();
    const held = async () => {
      await this.#refresh();
      await this.#check.look();
    };
    const answered = previewUpdate(model, model.item.dataset.hold, held);
    answered.then(wanted => {
      const { activeElement } = document;
      if (activeElement === document.body || activeElement.closest('dialog')) {
        this.#focus(model.id, findButton()); // its line was drawn anew, perhaps without it
      }
      return wanted && attempt(() => this.#update([model], wanted));
    });
  }

  #focus(id, button) {
    const model = this.#table.models.find(each => each.id === id);
    const found = button ?? model?.item.querySelector('[data-action=open]');
    /** @type {HTMLElement | undefined} */ (found)?.focus({ preventScroll: true });
  }

  /**
   * @param {(keeping: import('./deletions.js').Keeping) => Promise<boolean>} deletion tells whether anything was deleted; what it
   *     could not find is listed no more
   */
  async #delete(deletion) {
    const { binWindowSeconds: seconds = 0 } = await this.#server.system;
    let isChanged = true;
    try {
      isChanged = await deletion({ seconds, undo: async entries => (await this.#theBin()).restore(entries) });
    } finally {
      if (isChanged) {
        await this.#changed();
      }
    }
  }

  /** What is here, and what is in the bin, is not what it was. */
  async #changed() {
    await this.#refresh();
    this.#others.postMessage('changed');
    await (await this.#theBin()).refresh();
    await this.#server.look();
  }

  /** While there is nothing in it, its part of the page is not fetched. */
  async #showBin({ binBytes = 0 }) {
    if (binBytes !== this.#binBytes || (binBytes > 0 && !this.#bin)) {
      this.#binBytes = binBytes;
      await attempt(async () => (await this.#theBin()).refresh());
    }
  }

  async #theBin() {
    const { Bin } = await bins();
    this.#bin ??= new Bin(() => this.#changed());
    return this.#bin;
  }

  /** Leads to a model's line. */
  async #show(name) {
    const item = (await this.#table.bring(name))?.item;
    item?.scrollIntoView({ block: 'center' });
    item?.querySelector('[data-action=open]').focus({ preventScroll: true });
  }
}
