package io.hfdownloader.web.legacy;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The legacy status in JSON: names and order are what scripts were written for. */
@Tag("fast")
class LegacyStatusTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void theFieldsOfTheTaskStandInOneObjectWithTheOthers() throws JsonProcessingException {
        String pattern = """
                \\{"progress":0,"status":"idle","current_file":"","downloaded_files":0,"downloaded_bytes":0,
                "total_bytes":0,"repo_id":"","start_time":null,"eta":null,"error":null,"now":"[^"]+",
                "bandwidth_limit":"20M","downloads":\\[\\]\\}""";

        assertThat(JSON.writeValueAsString(LegacyStatus.of(List.of(), "20M"))).matches(pattern.replace("\n", ""));
    }
}
