package io.hfdownloader.web.api;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hfdownloader.hub.HubConfig;
import io.hfdownloader.hub.HubEndpoint;
import io.hfdownloader.input.InputParser;
import io.hfdownloader.input.ParsedInput;
import io.hfdownloader.input.reference.HubHosts;
import io.hfdownloader.input.reference.RepoReference;
import io.hfdownloader.input.reference.SearchReference;
import io.hfdownloader.input.reference.UnreadableInput;
import io.hfdownloader.problem.CodedText;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.web.http.ApiException;
import io.hfdownloader.web.http.PastedBody;
import io.smallrye.common.annotation.Blocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads what people paste, without asking the Hub. */
@Path("/api/v1/parse")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking // the longest and worst text takes a tenth of a second, too long for an event loop
@Tag(name = "Downloads")
public class ParseApi {

    private final HubHosts hosts;

    ParseApi(HubConfig hub) {
        this.hosts = HubHosts.of(HubEndpoint.of(hub.endpoint()).displayed());
    }

    /** A text of one or more lines. */
    @PastedBody
    @Schema(requiredProperties = "text")
    public record PastedText(@Nullable String text) {}

    /** What the text asks for, in its order. */
    public record ParsedInputsJson(List<ParsedInputJson> wishes) {}

    /**
     * One reference.
     *
     * @param line number of its line, from 1
     * @param text that line, shortened, tokens masked
     * @param kind {@code repo}, {@code search} or {@code unreadable}
     * @param repo id on the Hub, of a {@code repo}
     * @param type {@code model}, {@code dataset} or {@code space}; null when unreadable
     * @param revision branch, tag or commit; null when not named
     * @param files which files, of a {@code repo}
     * @param remarks what else there is to say
     */
    public record ParsedInputJson(
            int line,
            String text,

            @Schema(enumeration = {"repo", "search", "unreadable"})
            String kind,

            @Nullable String repo,

            @Schema(enumeration = {"model", "dataset", "space"}) @Nullable
            String type,

            @Nullable String revision,
            @JsonUnwrapped Files files,
            @JsonUnwrapped Remarks remarks) {

        static ParsedInputJson of(ParsedInput parsedInput) {
            if (parsedInput.reference() instanceof RepoReference meant) {
                return new ParsedInputJson(
                        parsedInput.line(),
                        parsedInput.text(),
                        "repo",
                        meant.repo().id(),
                        meant.repo().type().word(),
                        meant.revision(),
                        new Files(meant.variants(), meant.include(), meant.exclude()),
                        Remarks.of(meant.notes(), null));
            }
            if (parsedInput.reference() instanceof SearchReference meant) {
                return without(parsedInput, "search", meant.type().word(), Remarks.of(meant.notes(), meant.words()));
            }
            CodedText why = ((UnreadableInput) parsedInput.reference()).why();
            return without(parsedInput, "unreadable", null, Remarks.of(why));
        }

        private static ParsedInputJson without(
                ParsedInput parsedInput, String kind, @Nullable String type, Remarks remarks) {
            return new ParsedInputJson(
                    parsedInput.line(), parsedInput.text(), kind, null, type, null, Files.NONE, remarks);
        }
    }

    /**
     * Which files of a repo.
     *
     * @param variants labels
     * @param include globs as in {@code hf --include}
     * @param exclude globs as in {@code hf --exclude}
     */
    public record Files(List<String> variants, List<String> include, List<String> exclude) {

        private static final Files NONE = new Files(List.of(), List.of(), List.of());
    }

    /**
     * What else there is to say.
     *
     * @param notes sentences about what was left out or taken for granted
     * @param noted the same, to be told in other words
     * @param words what to search for, of a {@code search}
     * @param reason why it is unreadable, and how to write it
     * @param refusal the same, to be told in other words
     */
    public record Remarks(
            List<String> notes,
            List<CodedText> noted,
            @Nullable String words,
            @Nullable String reason,
            @Nullable CodedText refusal) {

        static Remarks of(List<CodedText> noted, @Nullable String words) {
            return new Remarks(noted.stream().map(CodedText::detail).toList(), noted, words, null, null);
        }

        static Remarks of(CodedText why) {
            return new Remarks(List.of(), List.of(), null, why.detail(), why);
        }
    }

    @POST
    @Operation(
            operationId = "parseText",
            summary = "Read a pasted text as references: names, addresses, command lines, calls in Python",
            description = "Asks the Hub nothing. At most 64 KiB and 200 references.")
    public ParsedInputsJson read(@Nullable PastedText pastedText) {
        if (pastedText == null || pastedText.text() == null) {
            throw new ApiException(ProblemType.MALFORMED_REQUEST, "The request needs a body in JSON with a \"text\".");
        }
        return new ParsedInputsJson(InputParser.parse(pastedText.text(), hosts).stream()
                .map(ParsedInputJson::of)
                .toList());
    }
}
