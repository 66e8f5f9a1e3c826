package io.hfdownloader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** On a system that speaks another language than English, errors of its disks are understood all the same. */
@Tag("fast")
class SystemWordsTest {

    private static final Map<String, String> GERMAN = Map.of(
            "No space left on device", "Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
            "Disk quota exceeded", "Der zugewiesene Plattenplatz (Quota) ist überschritten");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCatalogueOfTheCLibraryIsReadInEitherOrderOfBytes(boolean little) throws IOException {
        Path file = folder.resolve("libc.mo");
        Files.write(file, catalogue(GERMAN, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));

        assertThat(SystemWords.read(file))
                .hasSize(2)
                .containsEntry("Auf dem Gerät ist kein Speicherplatz mehr verfügbar", "No space left on device");
    }

    @Test
    void aCatalogueThatIsCutOrNoneIsNotBelieved() throws IOException {
        byte[] whole = catalogue(GERMAN, ByteOrder.LITTLE_ENDIAN);
        Path file = folder.resolve("libc.mo");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(SystemWords.read(file)).as("%d bytes", length).isEmpty();
        }
        assertThat(SystemWords.read(folder.resolve("none"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "de_DE.UTF-8,,de_DE de",
        "pt_BR,,pt_BR pt",
        "C,de,''",
        "C.UTF-8,,''",
        "POSIX,,''",
        "'',,''",
        "sr_RS@latin,,sr_RS sr",
        "en_US.UTF-8,fr:de,fr fr de de en_US en",
        "../../etc,,''"
    })
    void theLanguageIsThatOfTheEnvironment(String locale, String preferred, String expected) {
        Map<String, String> environment = new TreeMap<>(Map.of("LANG", locale));
        if (preferred != null) {
            environment.put("LANGUAGE", preferred);
        }
        assertThat(String.join(" ", SystemWords.languages(environment))).isEqualTo(expected);
        environment.put("LC_ALL", "fr_FR");
        assertThat(SystemWords.languages(environment)).endsWith("fr_FR", "fr");
    }

    @Test
    void whatIsNotKnownStaysAsItIs() {
        assertThat(List.of(SystemWords.english("No space left on device"), SystemWords.english("?")))
                .containsExactly("No space left on device", "?");
    }

    /** As {@code msgfmt} writes it. */
    private static byte[] catalogue(Map<String, String> translations, ByteOrder order) {
        TreeMap<String, String> sorted = new TreeMap<>(translations);
        int header = 28;
        ByteBuffer out = ByteBuffer.allocate(4_096).order(order);
        out.putInt(0x950412de).putInt(0).putInt(sorted.size()).putInt(header).putInt(header + 8 * sorted.size());
        int descriptor = header;
        int text = header + 16 * sorted.size();
        for (Iterable<String> column : List.of(sorted.keySet(), sorted.values())) {
            for (String entry : column) {
                byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
                out.putInt(descriptor, bytes.length).putInt(descriptor + 4, text);
                out.position(text);
                out.put(bytes).put((byte) 0);
                descriptor += 8;
                text += bytes.length + 1;
            }
        }
        return Arrays.copyOf(out.array(), text - 1); // what follows the last one says nothing
    }
}
