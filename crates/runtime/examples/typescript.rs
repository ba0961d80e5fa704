//! Prints the TypeScript declarations of what crosses to the page.

fn main() {
    print!("{}", ropewalk_runtime::typescript());
}
