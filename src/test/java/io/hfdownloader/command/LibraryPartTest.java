package io.hfdownloader.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.hfdownloader.command.client.LocalSettings;
import io.hfdownloader.command.outcome.CommandException;
import io.hfdownloader.command.outcome.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What of a model {@code rm} means. */
@Tag("fast")
class LibraryPartTest {

    private static final LocalSettings SETTINGS = new LocalSettings(Map.of(), Path.of("no-such-folder"));

    @ParameterizedTest
    @CsvSource({
        "a/b, [], []",
        "datasets/a/b, [], []",
        "gpt2, [], []",
        "a/b@dev, [], []",
        "https://huggingface.co/a/b/, [], []",
        "https://huggingface.co/a/b/tree/main, [], []",
        "a/b:q8_0, [Q8_0], []",
        "a/b:model-Q8_0.gguf, [], [model-Q8_0.gguf]",
        "a/b/model.gguf, [], [model.gguf]",
        "a/b:*.gguf, [], [*.gguf]",
        "https://huggingface.co/a/b?show_file_info=x.gguf, [], [x.gguf]",
        "https://huggingface.co/a/b/blob/main/x.gguf, [], [x.gguf]",
        "https://huggingface.co/datasets/a/b/resolve/main/sub/x[1].csv, [], [sub/x[1].csv]"
    })
    void isTheWholeOnlyWhereNothingElseWasNamed(String text, String variants, String files) {
        LibraryPart part = read(text);
        assertThat(part.variants()).hasToString(variants);
        assertThat(part.files()).hasToString(files);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b:latest",
                "a/b:latest@main",
                "a/b@main:latest",
                "hf.co/a/b:latest",
                "ollama rm hf.co/a/b:latest",
                "https://huggingface.co/a/b/tree/main/sub",
                "https://huggingface.co/a/b?x=x.gguf",
                "https://huggingface.co/a/b#files",
                "https://huggingface.co/a/b/discussions/1",
                "a/b:model-00001-of-00002.gguf",
                "a/b:Q8_0:x.gguf",
                "hf download a/b --exclude *.md",
                "hf download a/b --include *.md"
            })
    void whatWouldCostMoreThanWasNamedIsWrongUse(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.exitCode()).isEqualTo(ExitCode.WRONG_USE));
    }

    private static LibraryPart read(String text) {
        return LibraryPart.of(Wanted.of(List.of(text), null, SETTINGS), text);
    }
}
