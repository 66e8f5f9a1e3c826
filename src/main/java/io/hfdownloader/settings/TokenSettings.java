package io.hfdownloader.settings;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.hfdownloader.files.DiskException;
import io.hfdownloader.files.Uncancellable;
import io.hfdownloader.hub.HubClient;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.HubToken;
import io.hfdownloader.library.ModelLibrary;
import io.hfdownloader.settings.TokenFile.Kept;
import io.hfdownloader.text.SecretMasker;
import io.hfdownloader.text.TokenText;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The token for the Hub that users give while the server runs. It is tested, kept in a file of its own and in force at once; the
 * configuration goes before it, files of the {@code hf} client behind it. Nobody is told the token, whoever asks.
 */
@ApplicationScoped
public class TokenSettings {

    /** Longer ones are not sent to a Hub, whose servers bound their headers. */
    public static final int MAX_TOKEN_CHARS = 4096;

    private static final Logger LOG = Logger.getLogger(TokenSettings.class);
    private static final int BEFORE_DOWNLOADS_START = 100;

    private final HubClient hub;
    private final HubToken token;
    private final TokenFile file;
    private volatile @Nullable Kept kept;
    private final AtomicLong requests = new AtomicLong();
    private long carriedOut; // the number of the request that decided last; guarded by this

    TokenSettings(HubClient hub, HubToken token, ModelLibrary library) {
        this.hub = hub;
        this.token = token;
        this.file = new TokenFile(
                library.layout().rootFolder(),
                () -> library.layout().stateFolder().resolve("hub-token.json"));
    }

    /** What there is to tell of the token in force. From memory. */
    public TokenState state() {
        Optional<HubToken.Origin> origin = token.origin();
        HubToken.Source source = origin.map(HubToken.Origin::source).orElse(null);
        boolean isFixed = source == HubToken.Source.ENVIRONMENT;
        Kept ours = source == HubToken.Source.PAGE ? kept : null;
        return new TokenState(
                source != null,
                source,
                origin.map(HubToken.Origin::name).orElse(null),
                ours == null ? null : ours.name(),
                ours == null ? null : ours.checkedAt(),
                !isFixed,
                isFixed ? TokenException.reason(origin.orElseThrow()) : null);
    }

    /**
     * Asks the Hub whose this token is, keeps it and puts it in force at once. When it cannot be kept, the one before stays. Of
     * several requests the one that came last counts, however long the Hub takes for each.
     *
     * @param written as people copy it; what came along is taken off
     * @param untested whether to keep it also when the Hub cannot be asked; one that the Hub does not know is never kept
     * @return fails with an {@link IllegalArgumentException} with a sentence for the user when it cannot be one, with a
     *     {@link TokenException}, or with a {@link DiskException}
     */
    public Uni<TokenState> give(String written, boolean untested) {
        return Uncancellable.run(Uni.createFrom().deferred(() -> {
            requireFree();
            String candidate = candidate(written);
            long number = requests.incrementAndGet();
            return hub.whoAmI(candidate)
                    .map(name -> new Kept(candidate, name, Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                    .onFailure(HubException.class)
                    .recoverWithUni(failure -> withoutAnswer(candidate, failure, untested))
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(next -> keep(number, next));
        }));
    }

    /**
     * Forgets the token that was given, if there is one: those of files count again.
     *
     * @return fails with a {@link TokenException} when another was given meanwhile, or with a {@link DiskException}
     */
    public Uni<TokenState> forget() {
        return Uncancellable.run(Uni.createFrom()
                .item(requests::incrementAndGet)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::remove));
    }

    private void requireFree() {
        token.origin()
                .filter(origin -> origin.source() == HubToken.Source.ENVIRONMENT)
                .ifPresent(origin -> {
                    throw TokenException.fixed(origin);
                });
    }

    private static Uni<Kept> withoutAnswer(String candidate, HubException failure, boolean untested) {
        if (failure.kind() == HubException.Kind.TOKEN_INVALID) {
            return Uni.createFrom().failure(TokenException.unknown(failure));
        }
        return untested
                ? Uni.createFrom().item(new Kept(candidate, null, null))
                : Uni.createFrom().failure(TokenException.untested(failure));
    }

    private static String candidate(String written) {
        if (written.length() > MAX_TOKEN_CHARS) {
            throw new IllegalArgumentException(
                    "A token has at most " + MAX_TOKEN_CHARS + " characters. Copy the token alone.");
        }
        TokenText text = TokenText.of(written);
        text.objection().ifPresent(objection -> {
            throw new IllegalArgumentException("The token " + objection + ". Copy it anew.");
        });
        if (text.value().length() < SecretMasker.MIN_OWN_CHARS) {
            throw new IllegalArgumentException("A token has at least " + SecretMasker.MIN_OWN_CHARS
                    + " characters: a shorter one could not be kept out of the log. Copy it anew.");
        }
        if (SecretMasker.isAccessToken(text.value())) {
            throw new IllegalArgumentException("This is an access token for this server, not one of the Hub."
                    + " Copy one from https://huggingface.co/settings/tokens.");
        }
        return text.value();
    }

    /** Blocks. One after the other, so that what is in force is what is kept. */
    private synchronized TokenState keep(long number, Kept next) {
        SecretMasker.add(next.token());
        requireLatest(number);
        try {
            file.write(next);
        } catch (IOException failure) {
            throw DiskException.of("The token could not be kept, so nothing has changed", failure);
        }
        kept = next;
        carriedOut = number;
        token.give(next.token());
        return state();
    }

    /** Blocks. */
    private synchronized TokenState remove(long number) {
        requireLatest(number);
        try {
            file.remove();
        } catch (IOException failure) {
            throw DiskException.of("The token could not be removed, so it stays in force", failure);
        }
        token.give(null);
        kept = null;
        carriedOut = number;
        return state();
    }

    /** One that the Hub took long to test must not undo what somebody has asked for since. */
    private void requireLatest(long number) {
        if (number < carriedOut) {
            throw TokenException.overtaken();
        }
    }

    /** Blocks. */
    synchronized void load(@Observes @Priority(BEFORE_DOWNLOADS_START) StartupEvent event) {
        try {
            kept = file.read().orElse(null);
            Kept read = kept;
            if (read != null) {
                token.give(read.token());
            }
        } catch (IOException unreadable) {
            LOG.warnf(
                    "The token that was given on the page is not used, as its file cannot be read: %s. Give it again.",
                    unreadable.getMessage());
        }
    }
}
