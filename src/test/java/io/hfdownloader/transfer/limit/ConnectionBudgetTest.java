package io.hfdownloader.transfer.limit;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ConnectionBudgetTest {

    private final List<String> granted = new ArrayList<>();
    private final ConnectionBudget budget = new ConnectionBudget(2);

    @Test
    void grantsInTheOrderOfAskingAsPlacesComeBack() {
        ConnectionBudget.Ticket first = ask("first");
        ConnectionBudget.Ticket second = ask("second");
        ask("third");
        ask("fourth");
        assertThat(granted).containsExactly("first", "second");

        second.close();
        assertThat(granted).containsExactly("first", "second", "third");

        first.close();
        assertThat(granted).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void forgetsARequestThatIsWithdrawnBeforeItsTurn() {
        ConnectionBudget.Ticket first = ask("first");
        ask("second");
        ask("third").close();
        ask("fourth");

        first.close();

        assertThat(granted).containsExactly("first", "second", "fourth");
    }

    @Test
    void takesAPlaceBackOnlyOnce() {
        ConnectionBudget.Ticket first = ask("first");
        ask("second");
        first.close();
        first.close();

        ask("third");
        ask("fourth");

        assertThat(granted).containsExactly("first", "second", "third");
    }

    @Test
    void givesAFreeConnectionToTheDownloadThatHasTheFewest() {
        ConnectionBudget.Ticket first = budget.request("large", () -> granted.add("large 1"));
        budget.request("large", () -> granted.add("large 2"));
        budget.request("large", () -> granted.add("large 3"));
        budget.request("small", () -> granted.add("small 1"));

        first.close();

        assertThat(granted).containsExactly("large 1", "large 2", "small 1");
    }

    private ConnectionBudget.Ticket ask(String name) {
        return budget.request("download", () -> granted.add(name));
    }
}
