//! Reading the fields of JSON objects, with errors that name the field.

use serde_json::{Map, Value as Json};

/// The fields of an object, of which those that are known are taken out.
pub(crate) struct Fields {
    pub(crate) map: Map<String, Json>,
    /// What stands before the name of a field in messages: where the object is.
    pub(crate) at: String,
}

/// A field that is not what it must be.
pub(crate) struct Misfit {
    /// Where.
    pub(crate) at: String,
    /// What belongs there.
    pub(crate) expected: &'static str,
}

impl Fields {
    /// The field, where it is there and not null.
    pub(crate) fn take(&mut self, key: &str) -> Option<Json> {
        // The fields that stay keep their order.
        self.map.shift_remove(key).filter(|json| !json.is_null())
    }

    pub(crate) fn text(&mut self, key: &str) -> Result<Option<String>, Misfit> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.misfit(key, "a text")),
        }
    }

    pub(crate) fn number(&mut self, key: &str) -> Result<Option<f64>, Misfit> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::Number(number)) => Ok(number.as_f64()),
            Some(_) => Err(self.misfit(key, "a number")),
        }
    }

    pub(crate) fn bool(&mut self, key: &str) -> Result<Option<bool>, Misfit> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::Bool(bool)) => Ok(Some(bool)),
            Some(_) => Err(self.misfit(key, "true or false")),
        }
    }

    pub(crate) fn object(&mut self, key: &str) -> Result<Option<Map<String, Json>>, Misfit> {
        match self.take(key) {
            None => Ok(None),
            Some(Json::Object(map)) => Ok(Some(map)),
            Some(_) => Err(self.misfit(key, "an object")),
        }
    }

    /// The list, empty where there is none.
    pub(crate) fn list(&mut self, key: &str) -> Result<Vec<Json>, Misfit> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Json::Array(list)) => Ok(list),
            Some(_) => Err(self.misfit(key, "a list")),
        }
    }

    /// The objects of a list, empty where there is none.
    pub(crate) fn objects(&mut self, key: &str) -> Result<Vec<Self>, Misfit> {
        let mut objects = Vec::new();
        for (index, json) in self.list(key)?.into_iter().enumerate() {
            let Json::Object(map) = json else {
                return Err(self.misfit(&format!("{key}[{index}]"), "an object"));
            };
            objects.push(Self {
                map,
                at: format!("{}{key}[{index}], ", self.at),
            });
        }
        Ok(objects)
    }

    /// Refuses fields that nobody has taken.
    pub(crate) fn end(&self) -> Result<(), Misfit> {
        match self.map.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.misfit(key, "left out")),
        }
    }

    pub(crate) fn misfit(&self, key: &str, expected: &'static str) -> Misfit {
        Misfit {
            at: format!("{}`{}`", self.at, crate::text::short(key)),
            expected,
        }
    }
}
