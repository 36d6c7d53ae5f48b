package io.os199.cs.retention.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.churn.ChurnTraining.Learned;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Compares training with scipy and scikit-learn, on the rows of a demo company with four years of history. {@code
 * build/oracle/churn.py} makes {@code oracle-expected.json} from {@code oracle-rows.csv}, which {@code ./cs-mcp model
 * rows churn} wrote.
 */
class LearningOracleTest {
    private static final double CLOSE = 1e-6;

    private final JsonNode expected = Json.read(text("oracle-expected.json"), JsonNode.class);

    @Test
    void findsWhatTheOracleFinds() {
        List<LabelledRow> rows = rows();
        Learned learned = new ChurnTraining(SeededPrior.model()).learn(rows);
        ChurnReport report = learned.report();
        ChurnModel.Weights fitted = Objects.requireNonNull(learned.fitted());
        assertThat(rows).hasSize(expected.path("rows").asInt());
        close(report.lambda(), expected.path("lambda"));
        close(report.slope(), expected.path("slope"));
        close(fitted.intercept(), expected.path("intercept"));
        assertThat(fitted.features().keySet())
                .containsExactlyInAnyOrderElementsOf(names(expected.path("weights")));
        fitted.features()
                .forEach((name, term) -> close(term.weight(), expected.at("/weights/" + name)));
        assertThat(report.droppedFeatures().stream().map(WireName::of))
                .containsExactlyElementsOf(
                        expected.path("dropped").valueStream().map(JsonNode::asText).toList());
        close(
                Objects.requireNonNull(learned.releveled()).intercept()
                        - SeededPrior.model().weights().intercept(),
                expected.path("level_shift"));
        alike(report.test(), expected.path("test"));
        alike(report.prior(), expected.path("prior"));
        JsonNode table = Json.tree(report.calibrationTable());
        assertThat(table).hasSize(10);
        for (int bin = 0; bin < table.size(); bin++) {
            alike(table.get(bin), expected.path("calibration_table").get(bin));
        }
    }

    private static void alike(Object found, JsonNode wanted) {
        JsonNode node = found instanceof JsonNode tree ? tree : Json.tree(found);
        names(wanted).forEach(name -> close(node.path(name).asDouble(), wanted.path(name)));
    }

    private static void close(Double found, JsonNode wanted) {
        assertThat(wanted.isNumber()).isTrue();
        assertThat(found).isCloseTo(wanted.asDouble(), within(CLOSE));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    private static List<LabelledRow> rows() {
        return text("oracle-rows.csv").lines().skip(1).map(LearningOracleTest::row).toList();
    }

    private static LabelledRow row(String line) {
        String[] cells = line.split(",", -1);
        ChurnFacts facts = ChurnFacts.unknown(cells[0], LocalDate.parse(cells[1]));
        int column = 4;
        for (ChurnFeature feature : ChurnFeature.values()) {
            String cell = cells[column++];
            facts = facts.with(feature, cell.isEmpty() ? null : Double.valueOf(cell));
        }
        return new LabelledRow(facts, Integer.parseInt(cells[2]), cells[3].equals("1"));
    }

    private static String text(String name) {
        try (var file =
                Objects.requireNonNull(LearningOracleTest.class.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
