//! A table: the same columns as in the CSV and the codebook, handed over as Arrow without a copy.

use crate::failure::Failure;
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, LargeStringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, RecordBatchIterator, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use crosswire_model::Ledger;
use crosswire_report::{Cell, Column, Type, View};
use jiff::civil::{Date, date};
use jiff::{ToSpan, Unit};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDate, PyDict, PyList};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows of one kind: the claims of a ledger, say.
///
/// pandas, polars, pyarrow and DuckDB take it as it is, by the Arrow PyCapsule interface. The codebook says what its columns
/// mean.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Table {
    name: &'static str,
    rows: RecordBatch,
}

#[pymethods]
impl Table {
    /// What it is called in the codebook.
    #[getter]
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The names of its columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.rows.schema_ref().fields().iter().map(|field| field.name().as_str()).collect()
    }

    /// The rows as dicts, for which no other library is needed.
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let row = |n: usize| {
            let row = PyDict::new(py);
            for (name, column) in self.columns().into_iter().zip(self.rows.columns()) {
                row.set_item(name, value(py, column, n)?)?;
            }
            Ok(row)
        };
        (0..self.rows.num_rows()).map(row).collect()
    }

    fn __len__(&self) -> usize {
        self.rows.num_rows()
    }

    fn __repr__(&self) -> String {
        let (rows, columns) = (self.rows.num_rows(), self.columns().join(", "));
        format!("<crosswire.Table {}, {rows} rows: {columns}>", self.name)
    }

    /// The rows as an Arrow stream, of the columns' own types whatever is asked for.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets whoever gives the rows choose where it cannot do as asked.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.rows.clone())], self.rows.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

/// A cell as Python has it.
fn value<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
    if column.is_null(row) {
        return Ok(None);
    }
    let value = match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Boolean => column.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::Date32 => match day(column.as_primitive::<Date32Type>().value(row)) {
            Some(day) => {
                let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
                PyDate::new(py, day.year().into(), month, of_month)?.into_any()
            }
            None => return Ok(None),
        },
        DataType::LargeBinary => PyBytes::new(py, column.as_binary::<i64>().value(row)).into_any(),
        DataType::List(_) => {
            let cells = column.as_list::<i32>().value(row);
            let cells = (0..cells.len()).map(|n| value(py, &cells, n)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, cells)?.into_any()
        }
        DataType::Struct(fields) => {
            let cells = PyDict::new(py);
            for (field, column) in fields.iter().zip(column.as_struct().columns()) {
                cells.set_item(field.name(), value(py, column, row)?)?;
            }
            cells.into_any()
        }
        _ => column.as_string::<i64>().value(row).into_pyobject(py)?.into_any(),
    };
    Ok(Some(value))
}

/// The day from which Arrow counts.
const EPOCH: Date = date(1970, 1, 1);

/// The day so many days after that.
fn day(number: i32) -> Option<Date> {
    EPOCH.checked_add(number.days()).ok()
}

/// The columns of a table, each under its name.
pub(crate) type Columns = Vec<(&'static str, ArrayRef)>;

/// A table that is being filled.
pub(crate) struct Filling {
    name: &'static str,
    columns: Vec<(&'static str, Values)>,
}

/// The cells of a column.
enum Values {
    Text(LargeStringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    Day(Date32Builder),
}

impl Filling {
    /// A table without rows, of columns that the codebook does not have.
    pub(crate) fn with(name: &'static str, columns: &[(&'static str, Type)]) -> Self {
        Filling { name, columns: columns.iter().map(|(name, cells)| (*name, Values::new(*cells))).collect() }
    }

    /// A table without rows.
    pub(crate) fn new(name: &'static str, columns: &[Column]) -> Self {
        Filling {
            name,
            columns: columns.iter().map(|column| (column.name, Values::new(column.cells))).collect(),
        }
    }

    /// The same with a column of text before the others.
    pub(crate) fn led_by(mut self, name: &'static str) -> Self {
        self.columns.insert(0, (name, Values::new(Type::Text)));
        self
    }

    /// Adds a row, with a cell for each column.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        self.columns.iter_mut().zip(row).for_each(|((_, values), cell)| values.push(&cell));
    }

    /// The table of this name without rows, from a ledger without articles.
    pub(crate) fn of(name: &str) -> Result<Self, Failure> {
        let (ledger, texts) = (Ledger::default(), BTreeMap::new());
        let view = View::new(&ledger, &texts, None);
        let table = crosswire_report::table(&view, name);
        let table = table.ok_or_else(|| Failure::new(None, format!("there is no table {name}"), None))?;
        Ok(Filling::new(table.name(), table.columns()))
    }

    /// The table. It fails only where a row had too few cells.
    pub(crate) fn finish(self) -> Result<Table, Failure> {
        Table::of(self.name, self.columns())
    }

    /// Its columns, each under its name.
    pub(crate) fn columns(self) -> Columns {
        self.columns.into_iter().map(|(name, values)| (name, values.finish())).collect()
    }
}

impl Table {
    /// The table of these columns, which are equally long.
    pub(crate) fn of(name: &'static str, columns: Columns) -> Result<Table, Failure> {
        let field =
            |(name, column): (&str, ArrayRef)| (Field::new(name, column.data_type().clone(), true), column);
        let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().map(field).unzip();
        let made = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns);
        let rows = made.map_err(|e| Failure::new(None, e, None))?;
        Ok(Table { name, rows })
    }

    /// Its rows as a column of lists, the first of which has so many of them, and so on.
    pub(crate) fn lists(self, counts: &[usize]) -> Result<ArrayRef, Failure> {
        lists(Arc::new(StructArray::from(self.rows)), counts).map_err(|e| Failure::new(None, e, None))
    }
}

/// These values as a column of lists, the first of which has so many of them, and so on.
pub(crate) fn lists(values: ArrayRef, counts: &[usize]) -> Result<ArrayRef, ArrowError> {
    let too_long = |_| ArrowError::InvalidArgumentError("too many rows at once".to_owned());
    let mut offsets = vec![0i32];
    let mut end = 0;
    for count in counts {
        end += count;
        offsets.push(i32::try_from(end).map_err(too_long)?);
    }
    let field = Arc::new(Field::new("item", values.data_type().clone(), true));
    // They rise, since each is the sum of more counts.
    let offsets = OffsetBuffer::new(offsets.into());
    Ok(Arc::new(ListArray::try_new(field, offsets, values, None)?))
}

impl Values {
    fn new(of: Type) -> Self {
        match of {
            Type::Text => Values::Text(LargeStringBuilder::new()),
            Type::Integer => Values::Integer(Int64Builder::new()),
            Type::Real => Values::Real(Float64Builder::new()),
            Type::Flag => Values::Flag(BooleanBuilder::new()),
            Type::Day => Values::Day(Date32Builder::new()),
        }
    }

    /// Adds a cell; one of another type counts as empty.
    fn push(&mut self, cell: &Cell) {
        let text = match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let number = match cell {
            Cell::Number(number) => Some(number.get()),
            _ => None,
        };
        match self {
            Values::Text(values) => values.append_option(text),
            Values::Integer(values) => values.append_option(number.map(|n| n as i64)),
            Values::Real(values) => values.append_option(number),
            Values::Flag(values) => values.append_option(match cell {
                Cell::Flag(flag) => Some(*flag),
                _ => None,
            }),
            Values::Day(values) => {
                let day = text.and_then(|text| text.parse::<Date>().ok());
                let number = day.and_then(|day| EPOCH.until((Unit::Day, day)).ok());
                values.append_option(number.map(|span| span.get_days()));
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Values::Text(mut values) => Arc::new(values.finish()),
            Values::Integer(mut values) => Arc::new(values.finish()),
            Values::Real(mut values) => Arc::new(values.finish()),
            Values::Flag(mut values) => Arc::new(values.finish()),
            Values::Day(mut values) => Arc::new(values.finish()),
        }
    }
}
