package io.hfdownloader.web.page;

import java.util.List;

import com.microsoft.playwright.Page;
import io.hfdownloader.modelcard.HostileCards;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Model cards as a browser reads them, which mends HTML in ways of its own. */
@QuarkusTest
class ModelCardPageTest extends BrowserTestBase {

    /** Elements, attributes and addresses that no card may have; and whether the page is the same as before. */
    private static final String HARM = """
            cards => {
              const elements = new Set(['H4', 'H5', 'H6', 'P', 'PRE', 'SUMMARY', 'BLOCKQUOTE', 'DETAILS', 'UL', 'OL', 'LI', 'TABLE',
                'THEAD', 'TBODY', 'TR', 'TH', 'TD', 'A', 'EM', 'STRONG', 'DEL', 'CODE', 'KBD', 'SUB', 'SUP', 'BR', 'HR']);
              const attributes = new Set(['href', 'rel', 'target', 'id', 'start', 'scope']);
              const found = [];
              const before = document.querySelectorAll('*').length;
              for (const html of cards) {
                const card = document.createElement('div');
                document.body.append(card);
                card.innerHTML = html;
                for (const element of card.querySelectorAll('*')) {
                  if (!elements.has(element.tagName)) found.push(element.outerHTML);
                  for (const { name, value } of element.attributes) {
                    if (!attributes.has(name)) found.push(`${name} of ${element.outerHTML}`);
                    if (name === 'id' && !value.startsWith('model-card-')) found.push(element.outerHTML);
                  }
                  if (element.tagName === 'A') {
                    const inside = element.getAttribute('href').startsWith('#model-card-');
                    if (!inside && !['http:', 'https:', 'mailto:'].includes(element.protocol)) found.push(element.outerHTML);
                    if (!inside && (element.target !== '_blank' || !element.relList.contains('noopener'))) found.push(element.outerHTML);
                    if (!inside && element.host === location.host) found.push(element.outerHTML);
                  }
                }
                card.remove();
                if (document.querySelectorAll('*').length !== before) found.push(`It broke out: ${html}`);
              }
              return found;
            }
            """;

    @Test
    void whatABrowserMakesOfACardIsHarmless() {
        Page page = chromium.open(at("manage"));

        List<String> cards = HostileCards.rendered();

        assertThat(cards).hasSizeGreaterThan(300).anyMatch(card -> card.contains("<table>"));
        assertThat(page.evaluate(HARM, cards)).isEqualTo(List.of());
        assertThat((List<?>) page.evaluate(HARM, List.of("<b class=x>a</b><a href=\"ftp://x\">b</a>")))
                .hasSizeGreaterThan(3);
    }
}
