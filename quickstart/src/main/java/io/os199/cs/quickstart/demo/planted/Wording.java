package io.os199.cs.quickstart.demo.planted;

import java.util.List;
import java.util.Map;

/**
 * What customers and those who answer them write in one language.
 *
 * @param tickets by category
 * @param wishes for the product
 */
public record Wording(
        Map<String, Ticket> tickets,
        String answered,
        String supplied,
        String solved,
        List<String> praise,
        List<String> neither,
        List<String> complaints,
        List<String> wishes) {
    /** A subject and the text below it. */
    public record Ticket(String subject, String text) {}
}
