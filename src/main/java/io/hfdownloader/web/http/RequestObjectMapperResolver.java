package io.hfdownloader.web.http;

import java.io.IOException;

import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.hfdownloader.text.MaskedJson;
import io.hfdownloader.text.SecretMasker;

/**
 * Reads bodies more strictly than Jackson does by itself. A number is no name, a text is no number and neither is a switch,
 * wherever they stand. A field that is not known is refused, for a misspelt one would otherwise mean all files; a {@link LenientBody}
 * passes over such fields. A field that comes twice is refused, for nobody knows which is meant. A token is refused in whatever field it stands, but for those of a {@link PastedBody}, whose
 * reader takes it out.
 */
@Provider
class RequestObjectMapperResolver implements ContextResolver<ObjectMapper> {

    private final ObjectMapper lenient;
    private final ObjectMapper strict;
    private final ObjectMapper pasted;

    /** @param shared as set up for the whole program; what it reads for others stays as it is */
    RequestObjectMapperResolver(ObjectMapper shared) {
        this.lenient = exactlyTyped(MaskedJson.of(shared)).registerModule(refusesSecrets());
        this.pasted = strict(shared);
        this.strict = strict(shared).registerModule(refusesSecrets());
    }

    private static ObjectMapper strict(ObjectMapper shared) {
        return exactlyTyped(MaskedJson.of(shared))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static Module refusesSecrets() {
        return new SimpleModule("refuses-secrets").addDeserializer(String.class, new HarmlessString());
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        if (type.isAnnotationPresent(PastedBody.class)) {
            return pasted;
        }
        return type.isAnnotationPresent(LenientBody.class) ? lenient : strict;
    }

    private static ObjectMapper exactlyTyped(ObjectMapper json) {
        json.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
        json.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Boolean)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        return json;
    }

    /** A text in which nobody sends a token. */
    private static final class HarmlessString extends StdScalarDeserializer<String> {

        HarmlessString() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && SecretMasker.isSecretIn(text)) {
                throw ApiException.secret();
            }
            return text;
        }

        @Override
        public LogicalType logicalType() {
            return LogicalType.Textual;
        }
    }
}
