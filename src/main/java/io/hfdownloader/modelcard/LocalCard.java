package io.hfdownloader.modelcard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import io.hfdownloader.text.UntrustedText;

/** A README on the disk, of which only what stands at its head for machines is read. */
public final class LocalCard {

    /** Where it stands, at the top of a repo. */
    public static final String FILE = ModelCards.FILE;

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LICENSE_CHARS = 60;

    private LocalCard() {}

    /** The licence that it names, such as {@code apache-2.0}; empty when it names none, or several. Blocks. */
    public static Optional<String> license(Path readme) throws IOException {
        try (InputStream in = Files.newInputStream(readme, LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return Optional.ofNullable(FrontMatter.of(text.startsWith("\ufeff") ? text.substring(1) : text)
                            .license())
                    .map(license -> UntrustedText.line(license, MAX_LICENSE_CHARS));
        }
    }
}
