package io.hfdownloader.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** The texts of the pages' scripts: a module for each language, beside the other scripts. From memory. */
@Path("static/texts")
@NonBlocking
public class ScriptMessages {

    private static final Set<String> PLURAL_FORMS = Set.of("zero", "one", "two", "few", "many", "other");

    /**
     * A script that exports the texts.
     *
     * @param tag changes with its content
     */
    private record Module(String script, EntityTag tag) {

        static Module of(Messages messages) {
            Map<String, String> used = new TreeMap<>(messages.script());
            if (messages.language().equals(Locale.ENGLISH)) {
                used.keySet().removeIf(key -> key.startsWith("told.")); // the API's own sentences are shown
            }
            String script = "export default " + texts(used).encode() + ";\n";
            CRC32 sum = new CRC32();
            sum.update(script.getBytes(StandardCharsets.UTF_8));
            return new Module(script, new EntityTag(Long.toHexString(sum.getValue())));
        }

        /** What has plural forms is an object of them, for {@code Intl.PluralRules}. */
        private static JsonObject texts(Map<String, String> texts) {
            JsonObject json = new JsonObject(new TreeMap<>());
            new TreeMap<>(texts).forEach((key, text) -> {
                int dot = key.lastIndexOf('.');
                if (PLURAL_FORMS.contains(key.substring(dot + 1))) {
                    String whole = key.substring(0, dot);
                    json.put(whole, json.getJsonObject(whole, new JsonObject()).put(key.substring(dot + 1), text));
                } else {
                    json.put(key, text);
                }
            });
            return json;
        }
    }

    private final Map<String, Module> modules = new TreeMap<>();

    ScriptMessages() {
        Messages.LANGUAGES.forEach(language -> modules.put(language.getLanguage(), Module.of(Messages.in(language))));
    }

    @GET
    @Path("{language}.js")
    @Operation(hidden = true)
    public Response module(@RestPath String language, @Context Request request) {
        Module module = modules.get(language);
        if (module == null) {
            throw new NotFoundException();
        }
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(module.tag());
        return unchanged != null
                ? unchanged.tag(module.tag()).build()
                : Response.ok(module.script())
                        .type("text/javascript; charset=utf-8")
                        .tag(module.tag())
                        .build();
    }
}
