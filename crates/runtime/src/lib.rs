//! A patch, its graph and the ops in one machine: input and time in, output out.
