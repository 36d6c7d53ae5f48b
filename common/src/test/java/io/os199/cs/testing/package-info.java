/** What tests of all modules share: a real database and a real Redis. */
package io.os199.cs.testing;
