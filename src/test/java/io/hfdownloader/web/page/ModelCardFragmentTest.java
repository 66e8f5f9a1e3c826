package io.hfdownloader.web.page;

import io.hfdownloader.modelcard.CardDom;
import io.hfdownloader.standin.HubStandIn;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.web.HubStandInResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.hfdownloader.web.api.DownloadsApiTest.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** The model card as the page gets it. */
@QuarkusTest
@QuarkusTestResource(HubStandInResource.class)
@Tag("service")
class ModelCardFragmentTest {

    private static final String PATH = "/fragments/model-card";

    HubStandIn hub;

    @AfterEach
    void clear() {
        hub.clear();
        hub.faults().clear();
    }

    @Test
    void aCardIsMarkupOfItsOwnInTheLanguageOfTheReader() {
        StandInRepo repo = hub.add(StandInRepo.model("cards/one").file("README.md", """
                ---
                language: en
                ---
                # One
                {t:modelCard.none} ![cat](cat.png) <img src="x.png" onerror="alert(1)"> <script>alert(1)</script>
                """));

        Response answer = given().queryParam("repo", "cards/one").get(PATH);

        answer.then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Cache-Control", "private, no-cache");
        String html = answer.asString().strip();
        assertThat(html)
                .startsWith("<div class=\"model-card\">")
                .endsWith("</div>")
                .contains("<div lang=\"en\">");
        CardDom card = CardDom.of(html.replaceAll("</?div[^>]*>", "")).assertHarmless();
        assertThat(card.texts("h4")).containsExactly("One");
        assertThat(card.texts("a")).containsExactly("[image: cat]", "[image]");
        assertThat(card.addresses().get(0))
                .isEqualTo(hub.endpoint() + "/cards/one/blob/" + repo.main().id() + "/cat.png");
        assertThat(card.text()).contains("{t:modelCard.none}", "<script>alert(1)</script>");
        assertThat(given().header("Accept-Language", "zh")
                        .queryParam("repo", "cards/one")
                        .get(PATH)
                        .asString())
                .contains("[图片：cat]", "[图片]");
    }

    @Test
    void whatIsNotShownIsToldInWords() {
        hub.add(StandInRepo.dataset("cards/none").file("data.csv", "1"));
        hub.add(StandInRepo.model("cards/long").file("README.md", "line\n".repeat(100_000)));

        var none = given().queryParam("repo", "cards/none").queryParam("type", "dataset");
        assertThat(none.get(PATH).asString()).contains("<p class=\"empty\">This repository has no README.</p>");
        assertThat(none.header("Accept-Language", "zh").get(PATH).asString()).contains("这个仓库没有 README。");
        assertThat(given().queryParam("repo", "cards/long").get(PATH).asString())
                .contains("<p>line\n")
                .containsPattern("<a href=\"" + hub.endpoint()
                        + "/cards/long/blob/[0-9a-f]{40}/README.md\"[^>]*>The rest is on the Hub</a>");
    }

    @Test
    void aRevisionIsThatWhichWasAskedFor() {
        hub.add(StandInRepo.model("cards/two")
                .file("README.md", "first")
                .commit("second")
                .file("README.md", "second")
                .tagAt("v1", 0));

        assertThat(given().get(PATH + "?repo=cards/two&type=model&revision=v1").asString())
                .contains("<p>first</p>");
        assertThat(given().get(PATH + "?repo=cards/two&revision=").asString()).contains("<p>second</p>");
    }

    @ParameterizedTest
    @CsvSource({
        "?repo=cards/nothing, 404, repo-not-found",
        "?repo=cards/gated, 403, repo-gated",
        "?repo=cards/gated&revision=nothing, 404, revision-not-found",
        "?repo=cards/gated&type=film, 404, repo-not-found",
        "?repo=a--b, 404, repo-not-found",
        "?repo=<script>, 404, repo-not-found",
        "'', 404, repo-not-found",
    })
    void whatTheHubRefusesIsAProblem(String query, int status, String slug) {
        hub.add(StandInRepo.model("cards/gated").gated().file("README.md", "a"));

        problem(given().get(PATH + query), status, slug);
        given().accept("text/html")
                .get(PATH + query)
                .then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("</html>"));
    }

    @Test
    void aHubInTroubleIsAProblem() {
        hub.add(StandInRepo.model("cards/away").file("README.md", "a"));
        hub.faults().add(Fault.status("cards/away/resolve", 503));

        problem(given().get(PATH + "?repo=cards/away"), 502, "hub-unavailable");
    }
}
