package io.hfdownloader.web.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.hfdownloader.library.foreign.ForeignFolder;
import io.hfdownloader.library.foreign.SkippedFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of folders that were not looked into, in both languages. */
@Tag("fast")
class PassedOverTest {

    private static final Messages ENGLISH = Messages.in(Locale.ENGLISH);
    private static final Messages CHINESE = Messages.in(Locale.CHINESE);

    @Test
    void hundredsOfFoldersOfOneCacheAreOneSentence() {
        List<SkippedFolder> folders = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            folders.add(folder("models--acme--tiny-" + i, ForeignFolder.HUB_CACHE));
        }
        folders.add(folder("loras", ForeignFolder.SINGLE_FILES));

        assertThat(PassedOver.sentences(folders, ENGLISH))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("“loras” is passed over: it belongs to ComfyUI"),
                        many -> assertThat(many)
                                .startsWith(
                                        "“models--acme--tiny-0”, “models--acme--tiny-1”, “models--acme--tiny-10”"
                                                + " and 37 more are passed over. Each: it belongs to the Python client’s cache."));
        assertThat(PassedOver.sentences(folders, CHINESE).get(1))
                .startsWith("已略过“models--acme--tiny-0”、“models--acme--tiny-1”、“models--acme--tiny-10”及另外 37 个文件夹");
    }

    /** The page says what the API says. */
    @ParameterizedTest
    @EnumSource
    void eachKindHasItsWords(ForeignFolder kind) {
        SkippedFolder folder = folder("x", kind);
        assertThat(PassedOver.sentences(List.of(folder), ENGLISH))
                .containsExactly(folder.reason().replace("\"x\"", "“x”").replace('\'', '’'));
        assertThat(PassedOver.sentences(List.of(folder), CHINESE))
                .singleElement()
                .asString()
                .startsWith("已略过“x”：");
    }

    @Test
    void linksAndWhatCannotBeReadAreToldToo() {
        List<SkippedFolder> folders = List.of(
                SkippedFolder.symbolicLink(null, "acme/<b>", Path.of("/x")),
                SkippedFolder.unreadable(null, "acme/locked", Path.of("/y")));
        assertThat(PassedOver.sentences(folders, ENGLISH))
                .satisfiesExactly(
                        link -> assertThat(link).contains("“acme/<b>” is passed over: it is a symbolic link"),
                        locked -> assertThat(locked).contains("may not read it"));
        assertThat(PassedOver.sentences(folders, CHINESE)).hasSize(2);
    }

    private static SkippedFolder folder(String name, ForeignFolder kind) {
        return SkippedFolder.foreign(null, name, Path.of("/models", name), kind);
    }
}
