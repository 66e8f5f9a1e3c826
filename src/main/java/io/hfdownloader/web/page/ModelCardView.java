package io.hfdownloader.web.page;

import io.hfdownloader.modelcard.ModelCard;
import io.hfdownloader.modelcard.ModelCard.Extent;
import io.quarkus.qute.TemplateData;
import org.jspecify.annotations.Nullable;

/**
 * What the template of a model card sees.
 *
 * @param html as {@link ModelCard#html} has it, to be placed as it is; null when there is nothing to be shown
 * @param language of the text, or null
 * @param cut whether that is its beginning only
 * @param intricate whether nothing is shown because that took too long
 * @param address where the Hub shows all of it
 */
@TemplateData
record ModelCardView(@Nullable String html, @Nullable String language, boolean cut, boolean intricate, String address) {

    static ModelCardView of(ModelCard card) {
        return new ModelCardView(
                card.html().isEmpty() ? null : card.html(),
                card.language(),
                card.extent() == Extent.BEGINNING,
                card.extent() == Extent.TOO_INTRICATE,
                card.address());
    }
}
