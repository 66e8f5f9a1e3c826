package io.hfdownloader.text;

import java.io.IOException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;

/** No JSON that the program writes has a secret in a text of it: neither answers and events nor what is kept on the disk. */
@Singleton
public final class MaskedJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper json) {
        json.registerModule(new SimpleModule("masked-secrets").addSerializer(String.class, new MaskedString()));
    }

    private static final class MaskedString extends StdScalarSerializer<String> {

        MaskedString() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(SecretMasker.masked(text));
        }
    }
}
