package io.hfdownloader.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;

/**
 * JSON for those who ask, with no token in a text of it. What is kept on the disk is written without: a name that is
 * changed there would not be found again, and sentences are masked where they are made.
 */
public final class MaskedJson {

    private MaskedJson() {}

    /** Writes as the other does, without tokens. */
    public static ObjectMapper of(ObjectMapper json) {
        return json.copy()
                .registerModule(new SimpleModule("masked-tokens")
                        .addSerializer(String.class, new MaskedString())
                        .addKeySerializer(String.class, new MaskedKey()));
    }

    private static final class MaskedKey extends JsonSerializer<String> {

        @Override
        public void serialize(String key, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(SecretMasker.withoutTokens(key));
        }
    }

    private static final class MaskedString extends StdScalarSerializer<String> {

        MaskedString() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(SecretMasker.withoutTokens(text));
        }
    }
}
