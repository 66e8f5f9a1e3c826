package io.hfdownloader.header;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The index files of shards and of parts. */
@Tag("fast")
class IndexesTest {

    @Test
    void anIndexNamesItsShardsAndTellsTheirTensorsApart() {
        WeightMap map = read("{\"metadata\": {\"total_size\": 5}, \"weight_map\": {\"a\": \"1.safetensors\","
                + " \"b\": \"2.safetensors\", \"c\": \"1.safetensors\", \"d\": {\"e\": 1}}, \"more\": [1]}");

        assertThat(map.files()).containsExactlyInAnyOrder("1.safetensors", "2.safetensors");
        WeightMap otherOrder = read("{\"weight_map\": {\"d\": 1, \"c\": \"x\", \"b\": \"x\", \"a\": \"x\"}}");
        assertThat(otherOrder.tensorNames()).isEqualTo(map.tensorNames());
        assertThat(read("{\"weight_map\": {\"a\": \"x\"}}").tensorNames()).isNotEqualTo(map.tensorNames());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"weight_map\": []}",
                "{\"weight_map\": {\"a\": \"1.safetensors\"",
                "{\"weight_map\": {\"a\": \"1.safetensors\"}"
            })
    void halfAnIndexIsNotBelieved(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidHeaderException.class);
    }

    @Test
    void anIndexOutOfProportionIsNotBelieved() {
        assertThatThrownBy(() -> read("{\"weight_map\": {\"a\": \"" + "x".repeat(2_000) + "\"}}"))
                .isInstanceOf(InvalidHeaderException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'_class_name': 'P', 'unet': ['diffusers', 'U'], 'gone': [null, null], 'scale': 0.5} | unet",
                "[{'idx': 0, 'path': ''}, {'path': '2_Dense'}] | ,2_Dense",
                "{'unet': 'x', 'list': [1, 2]} | ``",
                "7 | ``"
            })
    void anIndexOfPartsNamesTheirFolders(String json, String parts) throws IOException {
        assertThat(String.join(",", PartIndex.read(new ObjectMapper().readTree(json.replace('\'', '"')))))
                .isEqualTo(parts);
    }

    private static WeightMap read(String json) {
        return WeightMap.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
