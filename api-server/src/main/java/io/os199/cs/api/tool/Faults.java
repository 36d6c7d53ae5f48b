package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects every fault of one call's arguments, so that a caller can fix them in one step. */
final class Faults {
    private static final int MOST = 20;

    private final List<Fault> faults = new ArrayList<>();

    int count() {
        return faults.size();
    }

    Refusal refusal() {
        return Refusal.invalid(faults.size() > MOST ? faults.subList(0, MOST) : faults);
    }

    /** The parameters that have a fault, by their full names. */
    Set<String> fields() {
        return faults.stream().map(Fault::field).collect(Collectors.toUnmodifiableSet());
    }

    /** Adds faults between arguments, except for fields that already have one. */
    void addAll(List<Fault> more) {
        Set<String> reported = fields();
        more.stream().filter(fault -> !reported.contains(fault.field())).forEach(faults::add);
    }

    /** Reports a fault and returns empty, so that a reader can end with it. */
    Optional<?> add(String path, String message, String expected) {
        faults.add(new Fault(path, message, expected));
        return Optional.empty();
    }

    Optional<?> wrongType(String path, JsonNode node, String expected) {
        if (node.isNull()) {
            return add(path, path + " is null; leave it out, or send " + expected, expected);
        }
        String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return add(path, path + " is of type " + kind + "; send " + expected, expected);
    }

    Optional<?> wrongValue(String path, String value, String expected) {
        faults.add(WrongValue.fault(path, value, expected));
        return Optional.empty();
    }

    void missing(String path, String expected) {
        add(path, path + " is required; send " + expected, expected);
    }

    void unknown(String path, String name, List<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        List<Suggestion> near =
                known.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        each -> distance.apply(each, WrongValue.shown(name))))
                        .limit(3)
                        .map(each -> new Suggestion(each, null))
                        .toList();
        String message =
                "there is no parameter "
                        + path
                        + WrongValue.shown(name)
                        + "; the parameters are "
                        + String.join(", ", known);
        faults.add(new Fault(path + WrongValue.shown(name), message, "a known parameter", near));
    }
}
