package io.os199.cs.quickstart.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.LocalDate;
import java.util.List;

/**
 * An entry of the answer key: something planted, and how to see it.
 *
 * @param clientIds none where it is true of all clients
 * @param names of these clients
 * @param evidence figures that the query finds, by its columns' names
 * @param query SQL that shows it, as it can be run
 * @param expected which tool finds it
 */
public record Answer(
        String key,
        List<String> clientIds,
        List<String> names,
        String what,
        LocalDate since,
        JsonNode evidence,
        String query,
        String expected) {}
