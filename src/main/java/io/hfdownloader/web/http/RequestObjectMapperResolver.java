package io.hfdownloader.web.http;

import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;

/**
 * Reads bodies more strictly than Jackson does by itself. A number is no name and a text is no number, wherever they
 * stand. A field that is not known is refused, for a misspelt one would otherwise mean all files; a {@link LenientBody}
 * passes over such fields.
 */
@Provider
class RequestObjectMapperResolver implements ContextResolver<ObjectMapper> {

    private final ObjectMapper lenient;
    private final ObjectMapper strict;

    /** @param shared as set up for the whole program; what it reads for others stays as it is */
    RequestObjectMapperResolver(ObjectMapper shared) {
        this.lenient = exactlyTyped(shared.copy());
        this.strict = exactlyTyped(shared.copy())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return type.isAnnotationPresent(LenientBody.class) ? lenient : strict;
    }

    private static ObjectMapper exactlyTyped(ObjectMapper json) {
        json.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        json.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return json;
    }
}
