package io.hfdownloader.web.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Expression;
import io.quarkus.qute.NamespaceResolver;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.ValueResolver;

/**
 * Lets templates write a text in the language of the page: <code>{t:frame.library}</code>, or
 * <code>{t:frame.version('version', number)}</code> with a name and a value for each of its names; <code>{t:language}</code> is the code of that language.
 */
@ApplicationScoped
class MessagesNamespace {

    /** Not a text: the code of the page's language. */
    private static final String LANGUAGE = "language";

    /** A key of which the template has named only the beginning so far. */
    private record Beginning(Messages messages, String key) {}

    void register(@Observes EngineBuilder engine) {
        engine.addNamespaceResolver(NamespaceResolver.builder("t")
                .resolveAsync(context -> next(messages(context), "", context))
                .build());
        engine.addValueResolver(ValueResolver.builder()
                .applyToBaseClass(Beginning.class)
                .resolveAsync(context -> {
                    Beginning beginning = (Beginning) context.getBase();
                    return next(beginning.messages(), beginning.key() + ".", context);
                })
                .build());
    }

    private static Messages messages(EvalContext context) {
        return context.getAttribute(TemplateInstance.LOCALE) instanceof Locale locale
                ? Messages.in(locale)
                : Messages.in(Locale.ENGLISH);
    }

    private static CompletionStage<Object> next(Messages messages, String before, EvalContext context) {
        String key = before + context.getName();
        if (key.equals(LANGUAGE)) {
            return CompletedStage.of(messages.language().toLanguageTag());
        }
        return messages.has(key)
                ? values(context).thenApply(values -> messages.text(key, values))
                : CompletedStage.of(new Beginning(messages, key));
    }

    private static CompletionStage<Map<String, Object>> values(EvalContext context) {
        List<CompletableFuture<Object>> given = new ArrayList<>();
        for (Expression parameter : context.getParams()) {
            given.add(context.evaluate(parameter).toCompletableFuture());
        }
        return CompletableFuture.allOf(given.toArray(CompletableFuture[]::new)).thenApply(nothing -> {
            Map<String, Object> values = new HashMap<>();
            for (Iterator<CompletableFuture<Object>> pair = given.iterator(); pair.hasNext(); ) {
                values.put(String.valueOf(pair.next().join()), pair.next().join());
            }
            return values;
        });
    }
}
