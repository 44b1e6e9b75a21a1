import fc from "fast-check";

// With seeds of their own, two runs of the same mutants would give two scores.
fc.configureGlobal({ seed: 1 });
