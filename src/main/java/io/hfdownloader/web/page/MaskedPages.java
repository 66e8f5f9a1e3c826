package io.hfdownloader.web.page;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.hfdownloader.text.SecretMasker;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;

/** No page shows a secret, whatever text it stands in. */
@Singleton
final class MaskedPages implements ResultMapper {

    void register(@Observes EngineBuilder builder) {
        builder.addResultMapper(this);
    }

    /** Before the mapper that escapes what is left. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return result instanceof String text
                && !SecretMasker.withoutTokens(text).equals(text);
    }

    @Override
    public String map(Object result, Expression expression) {
        return SecretMasker.withoutTokens((String) result)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
