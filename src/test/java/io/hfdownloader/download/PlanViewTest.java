package io.hfdownloader.download;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A plan in JSON: names, order and values are what scripts and pages were written for. */
@Tag("fast")
class PlanViewTest {

    @Test
    void aPlanHasItsFieldsInOneObject() throws JsonProcessingException {
        assertThat(new ObjectMapper().writeValueAsString(view())).isEqualTo("""
                {"repo":"acme/tiny","type":"model","folder":"acme/tiny","revision":"main","commit":"c0ffee","gated":true,
                "page":"https://hub/acme/tiny","files":[{"path":"a.gguf","size":1,"here":2,"verified":true}],
                "filesTotal":3,"bytesTotal":4,"bytesHere":5,"bytesToFetch":6,"filesLeftOut":0,"leftOut":[],
                "freeBytes":7,"promisedBytes":8,"freeAfterBytes":9,"fits":false,"everFits":true,"missingBytes":10,
                "keepFreeBytes":11,"couldGo":[{"name":"acme/old","path":"/models/acme/old","size":12}],
                "etaSeconds":13,"underWay":"00000000-0000-0000-0000-000000000001"}""".replace("\n", ""));
    }

    private static PlanView view() {
        return new PlanView(
                new PlanView.Source("acme/tiny", "model", "acme/tiny", "main", "c0ffee", true, "https://hub/acme/tiny"),
                new PlanView.Content(
                        List.of(new PlanView.PlannedFile("a.gguf", 1, 2, true)), 3, 4, 5, 6, DownloadView.LeftOut.NONE),
                new PlanView.Space(
                        7,
                        8,
                        9,
                        false,
                        true,
                        10,
                        11,
                        List.of(new PlanView.RemovableModel("acme/old", "/models/acme/old", 12))),
                13L,
                "00000000-0000-0000-0000-000000000001");
    }
}
