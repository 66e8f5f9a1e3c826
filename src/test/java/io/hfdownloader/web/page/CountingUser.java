package io.hfdownloader.web.page;

import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;

/**
 * Somebody at a page, whose clicks and scrolls are counted. The mouse goes to where a thing is seen; what is not seen, being
 * elsewhere on the page or under something else, is scrolled to first. Nothing scrolls but by this, or by the page itself.
 */
final class CountingUser {

    /**
     * Whether the middle of an element is what one would hit there, once it stands still; null when it has been replaced
     * meanwhile. Where the page brings it into view by itself that is waited for, for some frames.
     */
    private static final String IS_SEEN = """
            async element => {
              const frame = () => new Promise(requestAnimationFrame);
              const place = () => {
                const { left, top, width, height } = element.getBoundingClientRect();
                return [left + width / 2, top + height / 2];
              };
              let before = [];
              for (let still = 0, frames = 0; still < 4 && frames < 120; frames++) {
                const now = place();
                still = now[0] === before[0] && now[1] === before[1] ? still + 1 : 0;
                before = now;
                await frame();
              }
              if (!element.isConnected) {
                return null;
              }
              const hit = document.elementFromPoint(...before);
              return hit !== null && (element.contains(hit) || hit.contains(element));
            }""";

    private static final int MAX_REPLACED = 20;

    private final Page page;
    private int clicks;
    private final List<Locator> scrolledTo = new ArrayList<>();

    CountingUser(Page page) {
        this.page = page;
    }

    /** How often this clicked since that was asked last. */
    int clicks() {
        int count = clicks;
        clicks = 0;
        return count;
    }

    /** What had to be scrolled to since that was asked last. */
    List<Locator> scrolledTo() {
        List<Locator> all = List.copyOf(scrolledTo);
        scrolledTo.clear();
        return all;
    }

    /** Looks at something that is there or about to appear. */
    CountingUser see(Locator target) {
        PlaywrightAssertions.assertThat(target).isVisible();
        if (!isSeen(target)) {
            scrolledTo.add(target);
            target.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })");
            if (!isSeen(target)) {
                throw new AssertionError(target + " cannot be scrolled to, or something lies over it");
            }
        }
        return this;
    }

    private static boolean isSeen(Locator target) {
        Object seen = target.evaluate(IS_SEEN);
        for (int tries = 1; seen == null && tries < MAX_REPLACED; tries++) {
            seen = target.evaluate(IS_SEEN);
        }
        return Boolean.TRUE.equals(seen);
    }

    /** Clicks on something, or taps it. */
    CountingUser click(Locator target) {
        see(target);
        PlaywrightAssertions.assertThat(target).isEnabled();
        PlaywrightAssertions.assertThat(target).not().hasAttribute("aria-busy", "true");
        BoundingBox box = target.boundingBox();
        page.mouse().click(box.x + box.width / 2, box.y + box.height / 2);
        clicks++;
        return this;
    }

    /** Picks from a list that unfolds: one click to open it; which one is then a matter of the browser's own list. */
    CountingUser pick(Locator select, String value) {
        see(select);
        select.selectOption(value);
        clicks++;
        return this;
    }

    /** Carries something by its handle to the upper edge of something else; one press of the mouse. */
    CountingUser drag(Locator handle, Locator before) {
        see(handle);
        see(before);
        BoundingBox from = handle.boundingBox();
        BoundingBox to = before.boundingBox();
        page.mouse().move(from.x + from.width / 2, from.y + from.height / 2);
        page.mouse().down();
        page.mouse().move(from.x + from.width / 2, to.y + to.height / 2);
        page.mouse().move(from.x + from.width / 2, to.y + 4);
        page.mouse().up();
        clicks++;
        return this;
    }

    /** Types into what has the focus. */
    CountingUser type(String text) {
        page.keyboard().type(text);
        return this;
    }

    /** Presses one key, or several together. */
    CountingUser press(String key) {
        page.keyboard().press(key);
        return this;
    }

    /** Pastes into the box, as Ctrl+V does where there is such a text. */
    CountingUser paste(Locator box, String text) {
        box.evaluate("""
                (box, text) => {
                  box.focus({ preventScroll: true });
                  const clipboardData = new DataTransfer();
                  clipboardData.setData('text/plain', text);
                  const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
                  if (box.dispatchEvent(paste)) {
                    box.value = text;
                    box.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true }));
                  }
                }""", text);
        return this;
    }
}
