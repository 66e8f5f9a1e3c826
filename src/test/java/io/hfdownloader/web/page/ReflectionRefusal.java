package io.hfdownloader.web.page;

import java.util.concurrent.CompletionStage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ValueResolver;

/**
 * Has every page of every test fail where a template reads something that is found by reflection only: the native executable
 * has none, and answers with 500 there.
 */
@ApplicationScoped
class ReflectionRefusal {

    void register(@Observes EngineBuilder engine) {
        engine.addValueResolver(new Refusing());
    }

    /** Stands right before the one that reflects, which comes last of all. */
    private static final class Refusing implements ValueResolver {

        private final ReflectionValueResolver reflection = new ReflectionValueResolver();

        @Override
        public int getPriority() {
            return reflection.getPriority() + 1;
        }

        @Override
        public boolean appliesTo(EvalContext context) {
            return reflection.appliesTo(context);
        }

        @Override
        public CompletionStage<Object> resolve(EvalContext context) {
            return CompletedStage.failure(new IllegalStateException("A template reads " + context.getName() + " of "
                    + context.getBase().getClass().getName()
                    + " by reflection, which a native executable has not: is there a @TemplateData on it?"));
        }
    }
}
