package io.hfdownloader.modelcard;

import io.hfdownloader.text.UntrustedText;

/** Puts links into the place of images and the like: nothing is fetched from anywhere for a card. */
final class CardMedia {

    private static final int MAX_NAME_CHARS = 200;

    private final CardWriter out;
    private final CardLinks links;
    private final CardLabels labels;

    CardMedia(CardWriter out, CardLinks links, CardLabels labels) {
        this.out = out;
        this.links = links;
        this.labels = labels;
    }

    /** @param source where it is, without references to characters */
    void write(CardLabels.Media media, String name, String source) {
        String label = labels.of(media, UntrustedText.line(name, MAX_NAME_CHARS));
        links.to(source).ifPresentOrElse(target -> out.link(target, () -> out.text(label)), () -> out.text(label));
    }
}
