/// What was asked of the runtime cannot be done. The page gets it as an `Error`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The runtime refuses.
    #[error(transparent)]
    Runtime(#[from] ropewalk_runtime::Error),
    /// An option of `Runtime.start` is missing or of another type.
    #[error("Runtime.start: `{0}` is missing, or is not what it should be.")]
    Option(&'static str),
    /// A variable was set without a name, or to what a patch has no value for.
    #[error(
        "A variable has a name, and holds a number, a truth value, a text, an array or an object."
    )]
    Variable,
    /// There is no `window`, or it has no clock.
    #[error("The runtime needs a page to run in.")]
    NoPage,
    /// Another patch was opened before this one had its secrets.
    #[error("Another patch was opened before this one was ready.")]
    Overtaken,
    /// It was stopped.
    #[error("The runtime was stopped. Start another one.")]
    Stopped,
    /// It has panicked.
    #[error("The runtime has stopped because of an error of its own. Reload the page.")]
    Dead,
}
