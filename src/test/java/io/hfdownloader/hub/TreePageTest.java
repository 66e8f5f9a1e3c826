package io.hfdownloader.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A page of a listing is read while it comes, in whatever parts, and not believed when it is none. */
@Tag("fast")
class TreePageTest {

    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";
    private static final String SHA256 = SHA1 + "89abcdef0123456789abcdef";
    private static final String PAGE = """
            [{"type":"directory","oid":"%1$s","size":0,"path":"d\u00e9"},
             {"type":"file","oid":"%1$s","size":7,"path":"d\u00e9/\u6587.txt","more":[{"path":"no"},[1,{}]]},null,
             {"type":"file","oid":"%1$s","size":3,"lfs":{"oid":"%2$s","size":70,"pointerSize":134,"x":{"oid":"no"}},
              "xetHash":"%2$s","path":"m.bin","lastCommit":null}]""".formatted(SHA1, SHA256);

    private final List<RepoFile> files = new ArrayList<>();
    private final TreePage page = new TreePage(entry -> entry.toRepoFile().ifPresent(files::add));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void entriesAreTheSameInWhateverPartsTheyCome(int part) throws IOException {
        feed(PAGE, part);
        page.end();

        assertThat(page.count()).isEqualTo(4);
        assertThat(files)
                .containsExactly(
                        new RepoFile("d\u00e9", 0, SHA1, SHA1, null),
                        new RepoFile("d\u00e9/\u6587.txt", 7, SHA1, SHA1, null),
                        new RepoFile("m.bin", 70, SHA256, SHA1, SHA256));
        assertThat(files.get(2).etag()).isEqualTo(SHA256);
        assertThat(files.get(2).blobId()).isEqualTo(SHA1);
        assertThat(files.get(2).xetHash()).isEqualTo(SHA256);
    }

    @Test
    void aPageThatIsCutAnywhereIsRefused() {
        byte[] whole = PAGE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            TreePage cut = new TreePage(entry -> {});
            cut.accept(Arrays.copyOf(whole, length));
            assertThatThrownBy(cut::end).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "\"text\"",
                "7",
                "[7]",
                "[\"a\"]",
                "[[]]",
                "[true]",
                "<html>",
                "[{\"path\":{}}]",
                "[{\"type\":[]}]",
                "[{\"lfs\":\"x\"}]",
                "[{\"lfs\":[]}]",
                "[{\"lfs\":{\"oid\":{}}}]",
                "[{\"path\":\"a\" \"size\":1}]",
                "[{\"path\":\"a\\u00\"}]",
                "[{]}",
                "[{}",
            })
    void whatIsNoListingIsRefused(String body) {
        feed(body, 5);
        assertThatThrownBy(page::end).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "1.5", "\"7\"", "99999999999999999999999", "8796093022209", "null", "{}", "[1]", "true"})
    void aSizeThatCannotBeOneIsNone(String size) throws IOException {
        List<Boolean> told = new ArrayList<>();
        TreePage odd = new TreePage(entry -> told.add(entry.sizeBytes().isPresent()));
        odd.accept("[{\"type\":\"file\",\"path\":\"a\",\"size\":%s,\"oid\":\"x\"}]"
                .formatted(size)
                .getBytes(StandardCharsets.UTF_8));
        odd.end();
        assertThat(told).containsExactly(false);
    }

    @Test
    void aTextWithoutEndIsNotGathered() {
        feed("[{\"path\":\"", 64);
        byte[] more = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        for (int part = 0; part < 100; part++) {
            page.accept(more);
        }
        assertThatThrownBy(page::end).hasMessageContaining("exceeds the maximum");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        feed("[{\"x\":" + "[".repeat(100_000), 1_000);
        assertThatThrownBy(page::end).isInstanceOf(IOException.class);
    }

    @Test
    void whatWhoeverListensRefusesIsToldAtTheEnd() {
        TreePage refused = new TreePage(entry -> {
            throw new IllegalStateException("refused");
        });
        refused.accept(PAGE.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(refused::end).hasMessage("refused");
    }

    @Test
    void nothingInPlaceOfAPageIsToldApart() throws IOException {
        feed("null", 1);
        page.end();
        assertThat(page.isEmpty()).isTrue();
    }

    private void feed(String text, int part) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < all.length; start += part) {
            page.accept(Arrays.copyOfRange(all, start, Math.min(all.length, start + part)));
        }
    }
}
